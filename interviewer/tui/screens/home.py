"""The home screen: what the session is to be about."""

from collections import Counter
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from corpus.banks import Bank, topic_of
from corpus.models import LEVELS, ROLES
from interviewer.engine.selection import eligible
from interviewer.engine.state import MODES, PERSONAS, Mode, Settings
from interviewer.store.records import SessionRow
from interviewer.tui.messages import ResumeAsked, StartAsked
from interviewer.tui.state import IndexState
from interviewer.tui.widgets.choice import Choice
from interviewer.tui.widgets.topics import TopicList

_TITLE = "Mock interview — choose, then start"
_COUNTS = (1, 3, 5, 8, 10, 15, 20, 30)
# Beside the topics there is room for 27 characters.
_SHORT: dict[Mode, str] = {
    "study": "feedback at once",
    "interview": "report only",
    "review": "what is due",
    "drill": "one topic",
    "rapid": "short answers",
}


class HomeScreen(Screen[None]):
    """Shown before the bank is loaded; filled in by `show_bank`."""

    CSS_PATH = "../styles/home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "start", "Start", priority=True),
        Binding("ctrl+r", "resume", "Resume", priority=True),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._offered = settings
        self._bank: Bank | None = None
        self._open: SessionRow | None = None

    def compose(self) -> ComposeResult:
        offered = self._offered
        counts = sorted({*_COUNTS, offered.questions})
        yield Static(_TITLE, id="title", markup=False)
        with Horizontal(id="choices"):
            topics = TopicList(id="topics")
            topics.border_title = "Topics"
            topics.border_subtitle = "Space: choose, a: all or none"
            yield topics
            yield Static("", id="problem", markup=False)
            with VerticalScroll(id="settings", can_focus=False):
                yield Choice("Level", [(None, "any"), *LEVELS.items()], offered.level, "level")
                yield Choice("Role", [(None, "any"), *ROLES.items()], offered.role, "role")
                yield Choice("Questions", [(n, str(n)) for n in counts], offered.questions, "count")
                modes = [(mode, f"{mode}: {_SHORT[mode]}") for mode in MODES]
                yield Choice("Mode", modes, offered.mode, "mode")
                personas = [(name, name) for name in PERSONAS]
                yield Choice("Interviewer", personas, offered.persona, "persona")
                yield Button("Start (Ctrl+S)", id="start", variant="primary", disabled=True)
                yield Static("Loading the question bank", id="fitting", markup=False)
                yield Static("", id="index", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.watch(self.app, "index_state", self._show_index)

    def show_bank(self, bank: Bank) -> None:
        """The bank is there: topics can be chosen and a session started."""
        self._bank = bank
        topics = self.query_one(TopicList)
        topics.offer(dict.fromkeys(bank.topics, 0), self._offered.topics)
        self._recount()
        self.query_one("#start", Button).focus()

    def show_problem(self, reason: str) -> None:
        """Say, in place of the topics, why there are none."""
        self.query_one(TopicList).display = False
        problem = self.query_one("#problem", Static)
        problem.display = True
        problem.update(reason)
        self.query_one("#fitting", Static).update("The bank cannot be used")

    def show_refusal(self, reason: str) -> None:
        """Say why no session can begin with these choices."""
        self.query_one("#fitting", Static).update(reason)

    def show_open(self, row: SessionRow | None) -> None:
        """Offer to go on with a kept session, in one line; None where there is none."""
        self._open = row
        title = _TITLE
        if row is not None:
            title = f"Session {row.id} is open, {row.asked} of {row.planned} put: Ctrl+R goes on"
        self.query_one("#title", Static).update(title)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Resuming is there where a session is open."""
        return action != "resume" or self._open is not None

    def next_seed(self) -> None:
        """Another session is to have other questions."""
        self._offered = replace(self._offered, seed=self._offered.seed + 1)

    @property
    def chosen(self) -> Settings:
        """The settings as they stand on screen."""
        topics = self.query_one(TopicList)
        return replace(
            self._offered,
            topics=() if topics.all_chosen else topics.chosen,
            level=self.query_one("#level", Choice).value,
            role=self.query_one("#role", Choice).value,
            questions=self.query_one("#count", Choice).value,
            mode=self.query_one("#mode", Choice).value,
            persona=self.query_one("#persona", Choice).value,
        )

    def _show_index(self, state: IndexState) -> None:
        self.query_one("#index", Static).update(state.text)

    @on(TopicList.Changed)
    @on(Choice.Changed)
    def _recount(self) -> None:
        if self._bank is None:
            return
        settings = self.chosen
        topics = self.query_one(TopicList)
        fitting = Counter(topic_of(q) for q in eligible(self._bank, replace(settings, topics=())))
        topics.recount(fitting)
        count = sum(fitting[topic] for topic in topics.chosen)
        self.query_one("#start", Button).disabled = count == 0
        self.query_one("#fitting", Static).update(self._told(count, settings.questions))

    def _told(self, count: int, wanted: int) -> str:
        if not self.query_one(TopicList).chosen:
            return "Choose at least one topic"
        if count == 0:
            return "No question fits; relax a choice"
        fit = "1 question fits" if count == 1 else f"{count} questions fit"
        return fit if count >= wanted else f"{fit}; all will be asked"

    def action_resume(self) -> None:
        """Go on with the open session."""
        if self._open is not None:
            self.post_message(ResumeAsked(self._open.id))

    @on(Button.Pressed, "#start")
    def action_start(self) -> None:
        """Begin, where something fits."""
        if not self.query_one("#start", Button).disabled:
            self.post_message(StartAsked(self.chosen))
