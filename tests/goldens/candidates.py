"""Scripted candidates: what they say while a question is open, whatever order it comes in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
import yaml

from corpus.models import Model
from interviewer.engine.state import Session

_PASSED = "/skip"


class Said(Model, frozen=True, kw_only=True):
    """What a candidate says to one question.

    Attributes:
        first: lines in order while the question itself is open, requests among them.
        probes: replies by the name of what is probed, and to `pitfall` for any wrong claim.
        otherwise: the reply to any other probe.
        follow_up: the reply to a follow-up without a rubric.
        rating: the self-rating.
        back: lines when the candidate has come back to it.
    """

    first: tuple[str, ...]
    probes: Mapping[str, str] = msgspec.field(default_factory=dict)
    otherwise: str = "I don't know."
    follow_up: str = "I'd have to think about that one longer."
    rating: str = "3"
    back: tuple[str, ...] = ()


class Script(Model, frozen=True, kw_only=True):
    """A candidate and the session they come to.

    Attributes:
        title: of the transcript.
        about: who it is and what to look for.
        plan: ids of the questions that may be asked.
        shelf: ids of further questions that can be looked up but are not asked.
        questions: how many are asked.
        due: ids due, for a review.
        earlier: question id to an answer of an earlier session.
        warm_up: the reply to the warm-up; none without one.
        says: question id to what is said.
    """

    title: str
    about: str
    mode: Literal["study", "interview", "review", "drill", "rapid"]
    persona: Literal["warm", "neutral", "demanding"] = "neutral"
    seed: int = 1
    questions: int
    minutes: int | None = None
    days_left: int | None = None
    self_rating: bool = False
    warm_up: str | None = None
    topics: tuple[str, ...] = ()
    plan: tuple[str, ...]
    shelf: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    earlier: Mapping[str, str] = msgspec.field(default_factory=dict)
    says: dict[str, Said]


class Candidate:
    """Goes through a script."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._at: dict[tuple[str, str], int] = {}

    def reply(self, session: Session) -> str:
        """What is said next."""
        if session.current is None:
            return self._script.warm_up or _PASSED
        said = self._script.says[session.current.question_id]
        if session.left is not None and session.awaiting == "question":
            return self._next("back", session.current.question_id, said.back)
        match session.awaiting:
            case "question":
                return self._next("first", session.current.question_id, said.first)
            case "probe":
                name = session.current.probed[-1]
                if name.startswith("pitfall-"):
                    return said.probes.get("pitfall", said.otherwise)
                return said.probes.get(name, said.otherwise)
            case "rating":
                return said.rating
            case _:
                return said.follow_up

    def _next(self, kind: str, question_id: str, lines: tuple[str, ...]) -> str:
        place = self._at.get((kind, question_id), 0)
        self._at[kind, question_id] = place + 1
        return lines[place] if place < len(lines) else _PASSED


def read_script(file: Path) -> Script:
    """A script from its file."""
    return msgspec.convert(yaml.safe_load(file.read_text("utf-8")), Script)
