"""Sessions and progress as JSON, for other programs."""

from typing import TYPE_CHECKING, Any

import msgspec

from interviewer.store.records import SessionRow

if TYPE_CHECKING:
    from interviewer.exporting.telling import Told
    from interviewer.progress.overview import Overview

FORMAT = 1


def session_record(told: "Told") -> dict[str, Any]:
    """A session with its report and transcript, as JSON types."""
    return {
        "format": FORMAT,
        **row_record(told.row),
        "report": msgspec.to_builtins(told.report),
        "session": msgspec.to_builtins(told.session),
    }


def row_record(row: SessionRow) -> dict[str, Any]:
    """A session as lists show it, its marks beside the rest."""
    record: dict[str, Any] = msgspec.to_builtins(row)
    marks = record.pop("marks")
    return {**record, "open": row.open, **marks}


def progress_record(seen: "Overview") -> dict[str, Any]:
    """The overview as JSON types."""
    record: dict[str, Any] = msgspec.to_builtins(seen)
    record["trend"]["sentence"] = seen.trend.sentence
    if seen.forecast is not None:
        record["forecast"]["sentence"] = seen.forecast.sentence
    return {"format": FORMAT, **record}
