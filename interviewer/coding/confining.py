"""What the child process may not do: limits of the operating system, and refusals inside Python.

This protects from accidents: a loop that fills memory or disk, a script that deletes files, a copied
snippet that calls home. It is no jail. Code that means harm can get round an audit hook, and what it
reads it may read with the person's rights.

Memory, processor time, file size and open files are limited where the `resource` module exists; on
Windows it does not, and only the wall time that the parent process keeps is left. macOS ignores the
limit on memory.
"""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Events that change a file: places of the paths among the arguments, each with that of its dir_fd.
_CHANGES: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.mkdir": ((0, 2),),
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((0, 2), (1, 3)),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.utime": ((0, 3),),
    "os.setxattr": ((0, None),),
    "os.removexattr": ((0, None),),
    "shutil.rmtree": ((0, None),),
    "sqlite3.connect": ((0, None),),
}
_PROCESS = "starts another process"
_SIGNAL = "sends signals to processes"
_LIMITS = "changes the limits it runs under"
_NETWORK = "opens a network connection"
_FORBIDDEN: dict[str, str] = {
    "os.system": _PROCESS,
    "os.exec": _PROCESS,
    "os.fork": _PROCESS,
    "os.forkpty": _PROCESS,
    "os.posix_spawn": _PROCESS,
    "os.spawn": _PROCESS,
    "os.startfile": _PROCESS,
    "pty.spawn": _PROCESS,
    "subprocess.Popen": _PROCESS,
    "_winapi.CreateProcess": _PROCESS,
    "os.kill": _SIGNAL,
    "os.killpg": _SIGNAL,
    "resource.setrlimit": _LIMITS,
    "resource.prlimit": _LIMITS,
    "ctypes.dlopen": "loads a C library",
    "webbrowser.open": _NETWORK,
}
_LOCAL_SOCKETS = {"socket.gethostname", "socket.__new__"}


class Refused(PermissionError):
    """The code tried what it may not; the message goes on after "The code"."""


def limit_resources(*, memory: int, seconds: int, file_size: int, open_files: int) -> None:
    """Limit this process for good.

    Args:
        memory: address space, bytes.
        seconds: processor time; the operating system ends the process after it.
        file_size: of any one file written, bytes.
        open_files: at most so many at a time.
    """
    if sys.platform != "win32":
        import resource

        wanted = (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_FSIZE, file_size),
            (resource.RLIMIT_NOFILE, open_files),
            (resource.RLIMIT_CORE, 0),
        )
        for kind, most in wanted:
            _, hard = resource.getrlimit(kind)
            value = most if hard == resource.RLIM_INFINITY else min(most, hard)
            try:
                resource.setrlimit(kind, (value, value))
            except (OSError, ValueError):
                # macOS does not take every limit; the others still hold.
                continue


def refuse_harm(folder: str) -> None:
    """From now on refuse processes, sockets, signals, C libraries, and changes outside a folder.

    There is no way back in this process. What is refused raises `Refused`.
    """
    inside = os.path.realpath(folder)
    _refuse_bare_forks()

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITING and _outside(path, None, inside):
                _refuse(f"writes outside its working directory ({_named(path)})")
        elif event in _CHANGES:
            for place, at in _CHANGES[event]:
                descriptor = arguments[at] if at is not None else None
                if _outside(arguments[place], descriptor, inside):
                    _refuse(f"changes files outside its working directory ({event})")
        elif event in _FORBIDDEN:
            _refuse(f"{_FORBIDDEN[event]} ({event})")
        elif event.startswith("socket.") and not _stays_here(event, arguments):
            _refuse(f"{_NETWORK} ({event})")

    sys.addaudithook(hook)


def _refuse(what: str) -> NoReturn:
    raise Refused(f"{what}, which is refused here")


def _refuse_bare_forks() -> None:
    """multiprocessing forks below the level that is audited."""
    if sys.platform != "win32":
        import _posixsubprocess

        def refused(*_: object) -> NoReturn:
            _refuse(f"{_PROCESS} (fork_exec)")

        replaced: Callable[..., int] = refused
        _posixsubprocess.fork_exec = replaced


def _outside(path: object, descriptor: object, inside: str) -> bool:
    """Whether a path leads out of the folder; what is no path is an open file, or nothing to check."""
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    name = os.fsdecode(path)
    if name in {os.devnull, ":memory:"}:
        return False
    if isinstance(descriptor, int) and descriptor >= 0 and not os.path.isabs(name):
        try:
            name = os.path.join(os.readlink(f"/proc/self/fd/{descriptor}"), name)
        except OSError:
            return True
    found = os.path.realpath(name)
    return found != inside and not found.startswith(inside + os.sep)


def _named(path: object) -> str:
    return os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else "?"


def _stays_here(event: str, arguments: tuple[object, ...]) -> bool:
    """asyncio needs a pair of local sockets for itself."""
    if event != "socket.__new__":
        return event in _LOCAL_SOCKETS
    import socket

    return hasattr(socket, "AF_UNIX") and arguments[1] == socket.AF_UNIX
