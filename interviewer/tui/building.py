"""Building the index beside the screens: a child process, followed by its lines."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from subprocess import DEVNULL, PIPE

from interviewer import background
from interviewer.tui.state import IndexState

_PATIENCE = 2.0


async def build() -> AsyncGenerator[IndexState, None]:
    """Run a build; yields how it goes, and `ready` or `failed` at last.

    Closing the iterator, or cancelling the task, stops the child; the next build goes on from what
    it did.
    """
    yield IndexState("building")
    try:
        child = await asyncio.create_subprocess_exec(
            *background.build_command(),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        yield IndexState("failed", reason=f"cannot be built ({error.strerror})")
        return
    try:
        assert child.stdout is not None
        async for line in child.stdout:
            state = _progress(line)
            if state is not None:
                yield state
        status = await child.wait()
    finally:
        await _stop(child)
    if status == 0:
        yield IndexState("ready")
    else:
        yield IndexState("failed", reason="could not be built; run: interviewer index build")


def _progress(line: bytes) -> IndexState | None:
    try:
        record = json.loads(line)
        return IndexState("building", int(record["done"]), int(record["total"]))
    except (ValueError, KeyError, TypeError):
        return None  # the result, or a line not meant for us


async def _stop(child: asyncio.subprocess.Process) -> None:
    if child.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        child.terminate()
        try:
            await asyncio.wait_for(child.wait(), _PATIENCE)
        except TimeoutError:
            child.kill()
            await child.wait()
