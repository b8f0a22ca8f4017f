"""The interview screen: transcript, answer box, and where the session stands."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Footer, Static

from interviewer.engine.state import Session, Settings
from interviewer.tui.desk import Desk, explained
from interviewer.tui.messages import Advanced, HomeAsked, NotAdvanced
from interviewer.tui.screens.confirm import Confirm
from interviewer.tui.screens.help import HelpScreen
from interviewer.tui.state import IndexState, Pending, Standing
from interviewer.tui.widgets.answer import AnswerBox
from interviewer.tui.widgets.transcript import Transcript

_NOWHERE = Standing(Session(settings=Settings(), plan=()))
_DRAFT_EVERY = 1.0
"""Seconds between looks at what is typed; a look costs nothing where nothing was."""
_WHILE_OPEN = frozenset({"command", "end"})
_WHEN_DONE = frozenset({"home", "leave"})


class InterviewScreen(Screen[None]):
    """Everything shown derives from `standing`; it changes in `_send` and on results only.

    Args:
        desk: where the thinking is done.
        session: just begun, or to be gone on with.
        draft: what was typed in it and not sent.
    """

    CSS_PATH = "../styles/interview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help"),
        Binding("f2", "command('/hint')", "Hint"),
        Binding("f3", "command('/skip')", "Skip"),
        Binding("f4", "command('/related')", "Related"),
        Binding("f8", "end", "End"),
        # Known to everybody, and the footer is full; the help tells it.
        Binding("ctrl+q", "app.quit", show=False, priority=True),
        Binding("escape", "take_back", "Take back", show=False),
        Binding("n", "home", "New session"),
        Binding("q", "leave", "Quit"),
        # The box is too small to page in.
        Binding("pageup", "scroll('up')", show=False, priority=True),
        Binding("pagedown", "scroll('down')", show=False, priority=True),
    ]

    standing: reactive[Standing] = reactive(_NOWHERE, init=False)

    def __init__(self, desk: Desk, session: Session, draft: str = "") -> None:
        super().__init__()
        self._draft = draft
        self._desk = desk
        self._sent = 0
        self._prepared = ""
        self.set_reactive(InterviewScreen.standing, Standing(session))

    def compose(self) -> ComposeResult:
        yield Static("", id="standing", markup=False)
        yield Transcript("transcript")
        yield AnswerBox("answer")
        yield Footer(compact=True)

    def on_mount(self) -> None:
        self.watch(self.app, "index_state", self._show_index, init=False)
        box = self.query_one(AnswerBox)
        if self._draft:
            box.give_back(self._draft)
        box.focus()
        self.watch_standing()
        self.set_interval(_DRAFT_EVERY, self.save_draft)

    def save_draft(self) -> None:
        """Keep what is typed, where it changed."""
        typed = self.query_one(AnswerBox).text
        if typed != self._draft:
            self._draft = typed
            self._desk.memory.save_draft(typed)

    @property
    def unfinished(self) -> bool:
        """Whether leaving would lose answers."""
        session = self.standing.session
        return not session.done and any(turn.kind == "answer" for turn in session.turns)

    def watch_standing(self) -> None:
        now, transcript = self.standing, self.query_one(Transcript)
        if now.pending is None:
            transcript.drop_pending()
        transcript.show_session(now.session)
        if now.pending is not None:
            transcript.show_pending(now.pending.text)
        self._show_place()
        self.query_one(AnswerBox).display = not now.session.done
        if now.session.done:
            transcript.focus()
        else:
            self.call_after_refresh(self._prepare)
        self.refresh_bindings()

    def _show_place(self) -> None:
        short = getattr(self.app, "index_state", IndexState()).short
        place = self.standing.progress
        self.query_one("#standing", Static).update(f"{place} · {short}" if short else place)

    def _show_index(self) -> None:
        self._show_place()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys are there: those of an open session, or of a finished one."""
        done = self.standing.session.done
        if action in _WHILE_OPEN:
            return False if done else (True if self.standing.can_send else None)
        if action in _WHEN_DONE:
            return done
        return True

    # Sending

    @on(AnswerBox.Sent)
    def _take(self, event: AnswerBox.Sent) -> None:
        if not self.standing.can_send:
            self.query_one(AnswerBox).give_back(event.text)
            self.notify("One moment: your last answer is being thought about.", timeout=2)
            return
        self._send(event.text, typed=True)

    def action_command(self, command: str) -> None:
        """Say a command without touching what is written."""
        if self.standing.can_send:
            self._send(command, typed=False)

    def action_end(self) -> None:
        """End the session, when the candidate is sure."""
        self.app.push_screen(
            Confirm("End the session now and see the report?", "End"),
            lambda sure: self.action_command("/end") if sure else None,
        )

    def action_take_back(self) -> None:
        """Have what is being thought about back in the box; its result will be stale."""
        pending = self.standing.pending
        if pending is not None:
            self._stand_still(pending)

    def _send(self, text: str, *, typed: bool) -> None:
        self._sent += 1
        # On disk before it is judged. Here, since it must not cross a draft that is saved.
        self._desk.memory.hear(text)
        self._draft = ""
        pending = Pending(self._sent, text, typed)
        session = self.standing.session
        self.standing = Standing(session, pending)
        self._think(session, pending)

    @work(thread=True, exit_on_error=False, group="turn")
    def _think(self, session: Session, pending: Pending) -> None:
        try:
            after = self._desk.advance(session, pending.text)
        except Exception as error:
            self.post_message(NotAdvanced(pending.turn, explained(error)))
        else:
            self.post_message(Advanced(pending.turn, after))

    def _awaited(self, turn: int) -> Pending | None:
        pending = self.standing.pending
        return pending if pending is not None and pending.turn == turn else None

    @on(Advanced)
    def _go_on(self, message: Advanced) -> None:
        if self._awaited(message.turn) is None:
            return
        self._desk.memory.keep(message.session)
        self.standing = Standing(message.session)

    @on(NotAdvanced)
    def _stay(self, message: NotAdvanced) -> None:
        pending = self._awaited(message.turn)
        if pending is None:
            return
        self._stand_still(pending)
        kept = " Your text is back in the box." if pending.typed else ""
        self.query_one(Transcript).show_trouble(f"{message.reason}{kept}")

    def _stand_still(self, pending: Pending) -> None:
        # The text is not to be judged when the session is gone on with.
        self._desk.memory.keep(self.standing.session)
        self.standing = Standing(self.standing.session)
        if pending.typed:
            self.query_one(AnswerBox).give_back(pending.text)
            self.save_draft()

    def _prepare(self) -> None:
        session = self.standing.session
        # In the warm-up the first question's rubric can be read ahead already.
        question = session.current.question_id if session.current else session.plan[0].question_id
        if question != self._prepared:
            self._prepared = question
            self._prepare_question(question)

    @work(thread=True, exit_on_error=False, group="prepare")
    def _prepare_question(self, question_id: str) -> None:
        try:
            self._desk.prepare(question_id)
        except Exception:
            # Told when an answer meets the same trouble; here nobody asked for anything yet.
            return

    # The other keys

    def action_help(self) -> None:
        """Show keys and commands."""
        self.app.push_screen(HelpScreen())

    def action_scroll(self, direction: str) -> None:
        """Page through the transcript while the box keeps the focus."""
        transcript = self.query_one(Transcript)
        if direction == "up":
            transcript.scroll_page_up(animate=False)
        else:
            transcript.scroll_page_down(animate=False)

    def action_home(self) -> None:
        """Another session."""
        self.post_message(HomeAsked())

    async def action_leave(self) -> None:
        """Quit."""
        await self.app.action_quit()
