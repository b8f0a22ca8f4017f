"""The application: which screen is shown, and the work they share."""

import asyncio
import gc
from contextlib import aclosing, suppress
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.worker import Worker, WorkerError

from interviewer.engine.selection import NothingToAsk
from interviewer.engine.state import Session, Settings
from interviewer.tui.building import build
from interviewer.tui.desk import Desk, explained
from interviewer.tui.messages import (
    BankFailed,
    BankLoaded,
    HomeAsked,
    NotResumed,
    ResumeAsked,
    Resumed,
    StartAsked,
)
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.state import IndexState
from interviewer.wiring import Services

if TYPE_CHECKING:
    from interviewer.tui.screens.interview import InterviewScreen

_LOOK_AGAIN = 3.0
"""Seconds between looks at an index that another process builds; a look costs a small file."""


class InterviewerApp(App[int]):
    """Home screen, interview screen, and the index built beside them.

    Args:
        services: the application's parts, opened only after the first frame.
        settings: what the home screen offers at first.
        repeatable: their seed alone fixes the plan, whatever was asked before.
        resume: number of a kept session to go on with at once, as `Memory.resume` takes it.
    """

    TITLE = "Mock interview"
    CSS_PATH = "styles/app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", priority=True),
        # Copying a selection comes first; with nothing selected Ctrl+C means leave, as ever.
        Binding("ctrl+c", "quit", show=False, system=True),
    ]

    index_state: reactive[IndexState] = reactive(IndexState())

    def __init__(
        self,
        services: Services,
        settings: Settings,
        *,
        repeatable: bool = False,
        resume: int | None = None,
    ) -> None:
        super().__init__()
        self.desk = Desk(services, repeatable=repeatable)
        self._wanted = resume
        self._home = HomeScreen(settings)
        self._interview: InterviewScreen | None = None
        self._minding: Worker[None] | None = None
        self._asking = False

    def on_mount(self) -> None:
        self.push_screen(self._home)
        self._home.call_after_refresh(self.after_first_frame)

    def after_first_frame(self) -> None:
        """Begin the work that must not delay the first frame."""
        self._load()

    @work(thread=True, exit_on_error=False, group="load")
    def _load(self) -> None:
        try:
            bank = self.desk.bank
            self.desk.open_memory(self._tell)
            self.post_message(BankLoaded(bank))
        except Exception as error:
            self.post_message(BankFailed(explained(error)))
        # They cost a tenth of a second, which "Start" need not wait for.
        import_module("interviewer.tui.screens.interview")
        import_module("interviewer.recalling")
        _keep_for_good()

    @on(BankLoaded)
    def _show_bank(self, message: BankLoaded) -> None:
        self._home.show_bank(message.bank)
        self._home.show_open(self.desk.memory.open_session)
        self._minding = self._mind_index()
        if self._wanted is not None:
            self._resume(ResumeAsked(self._wanted))

    def _tell(self, text: str) -> None:
        """Show what the memory has to say; from any thread."""
        self.notify(text, severity="warning", timeout=15, markup=False)

    async def on_unmount(self) -> None:
        """See the build stopped; Textual cancels its workers, but does not wait for them."""
        if self._minding is not None:
            self._minding.cancel()
            with suppress(WorkerError):
                await self._minding.wait()
        self.desk.close_memory()

    @on(BankFailed)
    def _show_failure(self, message: BankFailed) -> None:
        self._home.show_problem(message.reason)

    @work(exit_on_error=False, group="index", exclusive=True)
    async def _mind_index(self) -> None:
        """See whether the index fits; where it does not, build it beside the screens."""
        try:
            stale = await self._stale()
            _keep_for_good()
            if not stale:
                self.index_state = IndexState("ready")
                return
            async with aclosing(build()) as states:
                async for state in states:
                    self.index_state = state
            ended = self.index_state
            while ended.kind == "ready" and await self._stale():
                # Another process holds the build, so ours had nothing to do.
                self.index_state = IndexState("elsewhere")
                await asyncio.sleep(_LOOK_AGAIN)
            self.index_state = ended
        except Exception as error:
            self.index_state = IndexState("failed", reason=explained(error))

    async def _stale(self) -> bool:
        return await asyncio.to_thread(self.desk.stale_reason) is not None

    @on(StartAsked)
    def _start(self, message: StartAsked) -> None:
        try:
            session = self.desk.begin(message.settings)
        except NothingToAsk as problem:
            self._home.show_refusal(str(problem))
            return
        self._show_interview(session)

    def _show_interview(self, session: Session, draft: str = "") -> None:
        from interviewer.tui.screens.interview import InterviewScreen

        self._interview = InterviewScreen(self.desk, session, draft)
        self.push_screen(self._interview)

    @on(ResumeAsked)
    def _resume(self, message: ResumeAsked) -> None:
        self._home.show_refusal("Going back to where it stopped")
        self._take_up(message.number)

    @work(thread=True, exit_on_error=False, group="resume", exclusive=True)
    def _take_up(self, number: int) -> None:
        # A text that was sent and not judged is judged now, which opens the encoder.
        try:
            session, draft = self.desk.resume(number)
        except Exception as error:
            self.post_message(NotResumed(explained(error)))
        else:
            self.post_message(Resumed(session, draft))

    @on(Resumed)
    def _show_resumed(self, message: Resumed) -> None:
        if self._interview is None:
            self._show_interview(message.session, message.draft)

    @on(NotResumed)
    def _show_not_resumed(self, message: NotResumed) -> None:
        self._home.show_refusal(message.reason)

    @on(HomeAsked)
    def _go_home(self) -> None:
        self._interview = None
        self.pop_screen()
        self._home.next_seed()
        self._home.show_open(self.desk.memory.open_session)

    async def action_quit(self) -> None:
        """Leave; asks first where a session would be lost. Asked twice, it leaves."""
        if self._interview is None or not self._interview.unfinished or self._asking:
            self._leave()
            return
        from interviewer.tui.screens.confirm import Confirm

        self._asking = True
        lost = "The session is kept; you can go on with it later."
        if not self.desk.memory.keeps:
            lost = "This session ends without a report."
        self.push_screen(Confirm(f"Quit? {lost}", "Quit"), self._quit)

    def _quit(self, sure: bool | None) -> None:
        self._asking = False
        if sure:
            self._leave()

    def _leave(self) -> None:
        if self._interview is not None:
            self._interview.save_draft()
        self.exit(0)


def _keep_for_good() -> None:
    """Spare the garbage collector what stays: bank, modules and encoder.

    Going through them takes 35 ms of a core, several times an interview and always between two keys.
    """
    gc.freeze()


def run(
    services: Services,
    settings: Settings,
    *,
    repeatable: bool = False,
    resume: int | None = None,
) -> int:
    """Show the application until the candidate leaves; returns the exit status."""
    app = InterviewerApp(services, settings, repeatable=repeatable, resume=resume)
    status = app.run()
    return app.return_code or status or 0
