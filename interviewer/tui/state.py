"""What the screens show, as values: everything else on screen is derived from these."""

from dataclasses import dataclass
from typing import Literal

from corpus.models import LEVELS
from interviewer.engine.state import Awaiting, Session

_AWAITED: dict[Awaiting, str] = {
    "warm_up": "warm-up",
    "question": "your answer",
    "probe": "a probe",
    "follow_up": "a follow-up",
    "rating": "your rating",
    "nothing": "report",
}


@dataclass(frozen=True, slots=True)
class Pending:
    """A text that was sent and is being thought about.

    Attributes:
        turn: number of the sending; a result that carries another number is stale.
        text: what was sent.
        typed: it came from the answer box, and goes back there if it cannot be taken.
    """

    turn: int
    text: str
    typed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the interview stands: the session, and what is being thought about."""

    session: Session
    pending: Pending | None = None

    @property
    def busy(self) -> bool:
        return self.pending is not None

    @property
    def can_send(self) -> bool:
        return self.pending is None and not self.session.done

    @property
    def progress(self) -> str:
        """One line: how far, which mode, the bar in force, what is awaited."""
        session = self.session
        awaited = "thinking" if self.busy else _AWAITED[session.awaiting]
        place = f"Question {session.number} of {len(session.plan)}"
        return f"{place} · {session.settings.mode} · {LEVELS[session.bar]} · {awaited}"


@dataclass(frozen=True, slots=True)
class IndexState:
    """What is known of the index.

    Attributes:
        kind: `unknown` until it was looked at; `elsewhere` while another process builds it.
        done: passages embedded so far, while it is built.
        total: of how many; 0 while that is not known.
        reason: why it cannot be used, when it failed.
    """

    kind: Literal["unknown", "ready", "building", "elsewhere", "failed"] = "unknown"
    done: int = 0
    total: int = 0
    reason: str = ""

    @property
    def text(self) -> str:
        """For the home screen."""
        match self.kind:
            case "unknown":
                return "Index: being looked at"
            case "ready":
                return "Index: ready"
            case "building":
                return f"Index: is being built{self._percent}; you need not wait"
            case "elsewhere":
                return "Index: is being built by another process"
            case "failed":
                return f"Index: {self.reason}"

    @property
    def short(self) -> str:
        """For the edge of the interview screen; empty where there is nothing to tell."""
        match self.kind:
            case "building":
                return f"index{self._percent or ' is being built'}"
            case "failed":
                return "no index"
            case _:
                return ""

    @property
    def _percent(self) -> str:
        return f" {100 * self.done // self.total} %" if self.total else ""
