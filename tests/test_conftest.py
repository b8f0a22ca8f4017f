"""The suite's own promises: offline, a home of its own, the same random numbers."""

import asyncio
import os
import random
import socket
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from interviewer.wiring import Services


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_connecting_is_refused(family: socket.AddressFamily) -> None:
    with socket.socket(family, socket.SOCK_DGRAM) as plug:
        with pytest.raises(BaseException, match="tests are offline"):
            plug.connect(("127.0.0.1", 9))
        with pytest.raises(BaseException, match="tests are offline"):
            plug.connect_ex(("127.0.0.1", 9))


def test_looking_up_a_name_is_refused() -> None:
    with pytest.raises(BaseException, match="tests are offline"):
        urllib.request.urlopen("http://example.org/")
    with pytest.raises(BaseException, match="tests are offline"):
        socket.create_connection(("example.org", 80))


def test_an_event_loop_and_local_sockets_still_run(tmp_path: Path) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    async def echoed() -> bytes:
        async with await asyncio.start_unix_server(serve, tmp_path / "s"):
            reader, writer = await asyncio.open_unix_connection(tmp_path / "s")
            writer.write(b"ping\n")
            answer = await reader.readline()
            writer.close()
            return answer

    assert asyncio.run(echoed()) == b"ping\n"


def test_the_home_is_new_and_empty(home: Path) -> None:
    from interviewer.paths import paths

    assert os.environ["INTERVIEWER_HOME"] == str(home)
    assert not home.exists()
    assert paths().index == home / "cache" / "index"
    assert not home.exists()


@pytest.mark.parametrize("_", [1, 2])
def test_random_numbers_start_the_same(_: int, seed: int) -> None:
    import numpy as np

    assert random.random() == random.Random(seed).random()
    assert np.random.random() == np.random.RandomState(seed).random()


def test_services_use_the_shared_export(fresh_services: "Services", encoder: object) -> None:
    import onnx  # noqa: F401  (its import is the cost that the cache saves)

    from index import runtime_encoder

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runtime_encoder, "export", None)
        assert fresh_services.encoder.id == "all-MiniLM-L6-v2@53aa51172d14"
    assert len(fresh_services.bank.questions) >= 284


def test_small_services_search(small_services: "Services") -> None:
    assert small_services.stale_reason() is None
    found = small_services.finder.ask("mean over a sliding window", 3)
    assert found.hits[0].question_id == "moving-average"
    assert found.outcome == "answer"
