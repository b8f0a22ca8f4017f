"""Keys and commands at a glance."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from interviewer.engine import intent

_KEYS = """\
Enter            send
Ctrl+J           break the line
F2 F3 F4         hint, skip, related questions
F8               end the session and see the report
Esc              take back what you just sent
Page Up, Down    scroll the transcript
Ctrl+Q           quit"""


class HelpScreen(ModalScreen[None]):
    """Closed by Esc, Enter or F1."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1,q", "dismiss", "Close"),
    ]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="dialog") as dialog:
            dialog.border_title = "Help"
            dialog.border_subtitle = "Esc: close"
            yield Static(_KEYS, markup=False)
            yield Static("\nOr type:\n\n" + intent.help_text(), markup=False)
