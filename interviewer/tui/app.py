"""The application: which screen is shown, and the work they share."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from interviewer.engine.selection import NothingToAsk
from interviewer.engine.state import Settings
from interviewer.tui.building import build
from interviewer.tui.desk import Desk, explained
from interviewer.tui.messages import BankFailed, BankLoaded, HomeAsked, StartAsked
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.state import IndexState
from interviewer.wiring import Services

if TYPE_CHECKING:
    from interviewer.tui.screens.interview import InterviewScreen


class InterviewerApp(App[int]):
    """Home screen, interview screen, and the index built beside them.

    Args:
        services: the application's parts, opened only after the first frame.
        settings: what the home screen offers at first.
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

    def __init__(self, services: Services, settings: Settings) -> None:
        super().__init__()
        self.desk = Desk(services)
        self._settings = settings
        self._home = HomeScreen(settings)

    def on_mount(self) -> None:
        self.push_screen(self._home)
        self._home.call_after_refresh(self.after_first_frame)

    def after_first_frame(self) -> None:
        """Begin the work that must not delay the first frame."""
        self._load()

    @work(thread=True, exit_on_error=False, group="load")
    def _load(self) -> None:
        try:
            self.post_message(BankLoaded(self.desk.bank()))
        except Exception as error:
            self.post_message(BankFailed(explained(error)))

    @on(BankLoaded)
    def _show_bank(self, message: BankLoaded) -> None:
        self._home.show_bank(message.bank)
        self._mind_index()

    @on(BankFailed)
    def _show_failure(self, message: BankFailed) -> None:
        self._home.show_problem(message.reason)

    @work(exit_on_error=False, group="index", exclusive=True)
    async def _mind_index(self) -> None:
        """See whether the index fits, build it beside the screens where it does not."""
        if await self._stale() is not False:
            return
        states = build()
        try:
            async for state in states:
                # Another process may hold the build: then ours ends at once, and nothing is ready.
                if state.kind != "ready" or await self._stale() is None:
                    self.index_state = state
        finally:
            await states.aclose()

    async def _stale(self) -> bool | None:
        return None

    @on(StartAsked)
    def _start(self, message: StartAsked) -> None:
        try:
            session = self.desk.begin(message.settings)
        except NothingToAsk as problem:
            self._home.show_problem(str(problem))
            return
        from interviewer.tui.screens.interview import InterviewScreen

        self.push_screen(InterviewScreen(self.desk, session))

    @on(HomeAsked)
    def _go_home(self) -> None:
        self.pop_screen()
        self._home.next_seed()
