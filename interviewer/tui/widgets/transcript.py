"""What was said so far, scrolling."""

from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import AwaitMount, Widget
from textual.widgets import Markdown, Static

from interviewer.engine.state import MARKDOWN, Session, Turn, TurnKind

_HEADS: dict[TurnKind, str] = {
    "warm_up": "Interviewer: warm-up, not scored",
    "question": "Interviewer: question",
    "probe": "Interviewer: probe",
    "follow_up": "Interviewer: follow-up, not scored",
    "rating": "Interviewer: your own rating",
    "aside": "From the question bank",
    "feedback": "Interviewer: feedback",
    "hint": "Interviewer: hint",
    "closing": "Interviewer: report",
}


class Transcript(VerticalScroll, can_focus=True):
    """Shows a session's turns, each once, and what belongs to no turn."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._shown = 0

    def show_session(self, session: Session) -> None:
        """Show the turns that are new since the last time."""
        new = session.turns[self._shown :]
        self._shown = len(session.turns)
        self._add(*(_entry(turn) for turn in new))

    def show_trouble(self, reason: str) -> None:
        """Show that something went wrong."""
        self._add(_said("Trouble", reason, formatted=False))

    def show_pending(self, text: str) -> None:
        """Show a text that is being thought about, until `drop_pending`."""
        thinking = Static("Thinking …", classes="head")
        self._add(Vertical(_heard(text), thinking, classes="pending"))

    def drop_pending(self) -> None:
        """Take it away; where it was taken, the session's turns hold it."""
        self.query(".pending").remove()

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Open pages only: a bank from elsewhere may link to anything."""
        event.stop()
        if urlsplit(event.href).scheme in ("http", "https"):
            self.app.open_url(event.href)

    def _add(self, *entries: Widget) -> None:
        if entries:
            first = next((e for e in entries if isinstance(e, _Said)), entries[0])
            self.call_later(self._reveal, self.mount(*entries), first)

    async def _reveal(self, mounted: AwaitMount, first: Widget) -> None:
        # Markdown is parsed while it is mounted: before that nothing has its height.
        await mounted
        self.call_after_refresh(self._show_from, first)

    def _show_from(self, first: Widget) -> None:
        """Scroll to the end, but not past the beginning of what is new."""
        if first.is_attached:
            top = first.virtual_region.y
            self.scroll_to(y=min(top, self.max_scroll_y), animate=False)


class _Said(Vertical):
    """A turn of the interviewer, or an aside."""

    def __init__(self, head: str, text: str, *, formatted: bool) -> None:
        super().__init__(classes="formatted" if formatted else None)
        self._head = head
        self._text = text
        self._formatted = formatted

    def compose(self) -> ComposeResult:
        yield Static(self._head, classes="head", markup=False)
        if self._formatted:
            yield Markdown(self._text, parser_factory=_parser, open_links=False)
        else:
            yield Static(Content(self._text), classes="words")


def _entry(turn: Turn) -> Widget:
    if turn.speaker == "candidate":
        return _heard(turn.text)
    return _said(_HEADS.get(turn.kind, "Interviewer"), turn.text, turn.kind in MARKDOWN)


def _said(head: str, text: str, formatted: bool) -> Widget:
    return _Said(head, text, formatted=formatted)


def _heard(text: str) -> Widget:
    return Static(Content.assemble(("You\n", "bold"), Content(text)), classes="heard")


def _parser() -> MarkdownIt:
    """Without HTML, which Textual would swallow: `a<b>c` is to be read as it stands."""
    return MarkdownIt("gfm-like", {"html": False, "linkify": False})
