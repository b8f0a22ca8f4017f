"""Exceptions of a candidate's code as one sentence for the person, without a traceback."""

import re
from types import TracebackType

from interviewer.coding.confining import Refused

ANSWER, TESTS = "<answer>", "<tests>"
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_LIMIT = 240


def sentence(error: BaseException, answer: str, tests: str, memory: int) -> str:
    """What went wrong, and in which line of the code, or of the tests where the code was not in.

    Args:
        error: with its traceback.
        answer: source of the candidate's code, for the line.
        tests: source of the tests, for the line.
        memory: the limit that a `MemoryError` has met, bytes.
    """
    if isinstance(error, SyntaxError) and error.filename in {ANSWER, None}:
        return _syntax(error, answer)
    where = ""
    if line := last_line(error.__traceback__, ANSWER):
        where = f", in line {line} of the code: “{_source(answer, line)}”"
    elif line := last_line(error.__traceback__, TESTS):
        where = f", in the test's line “{_source(tests, line)}”"
    return f"{_what(error, memory)}{where}"


def last_line(trace: TracebackType | None, filename: str) -> int:
    """The innermost line of a file in a traceback, from 1; 0 where the file is not in it."""
    found = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def innermost_file(trace: TracebackType | None) -> str:
    """The file in which an exception was raised; empty without a traceback."""
    found = ""
    while trace is not None:
        found = trace.tb_frame.f_code.co_filename
        trace = trace.tb_next
    return found


def short(text: str) -> str:
    """A text on one line, without memory addresses, and cut where it is long."""
    text = " ".join(_ADDRESS.sub("", text).split())
    return text if len(text) <= _LIMIT else text[: _LIMIT - 1] + "…"


def _what(error: BaseException, memory: int) -> str:
    match error:
        case Refused():
            return f"The code {short(str(error))}"
        case SystemExit():
            return "The code ends the program itself (sys.exit)"
        case RecursionError():
            return "The code calls itself without end (RecursionError)"
        case MemoryError():
            return f"The code needs more than the {memory >> 20} MiB of memory it may use"
        case ModuleNotFoundError(name=str(name)):
            return f"The code imports “{short(name)}”, which is not installed here"
        case EOFError() if "reading a line" in str(error):
            return "The code waits for the keyboard (input), and there is none here"
    try:
        message = short(str(error))
    except Exception:
        # The exception's own __str__ may do anything.
        message = ""
    name = short(type(error).__name__)
    return f"{name}: {message}" if message else name


def _syntax(error: SyntaxError, answer: str) -> str:
    where = f" (line {error.lineno}: “{_source(answer, error.lineno)}”)" if error.lineno else ""
    return f"The code is not valid Python: {short(error.msg)}{where}"


def _source(source: str, line: int) -> str:
    lines = source.split("\n")
    return short(lines[line - 1]) if 0 < line <= len(lines) else ""
