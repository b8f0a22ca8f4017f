"""The box the candidate writes in."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea


class AnswerBox(TextArea):
    """Enter sends, Ctrl+J breaks the line; what is pasted never sends."""

    # For the footer; the keys themselves are taken in `on_key`.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Send", key_display="⏎"),
        Binding("ctrl+j", "newline", "Line"),
    ]

    @dataclass
    class Sent(Message):
        """The candidate sends a text; whoever cannot take it gives it back."""

        text: str

    def __init__(self, id: str) -> None:
        super().__init__(id=id, placeholder="Your answer; /help lists what else you can do")
        self.highlight_cursor_line = False

    def on_key(self, event: Key) -> None:
        """Take Enter and line breaks in the order of typing.

        A priority binding would act before the letters that still wait in this widget's queue: a
        burst of typing would be sent without its end. Shift+Enter and Alt+Enter are reported by
        few terminals, so they are not advertised.
        """
        if event.key == "enter":
            event.prevent_default().stop()
            self.action_send()
        elif event.key in ("ctrl+j", "shift+enter", "alt+enter"):
            event.prevent_default().stop()
            self.action_newline()

    def action_send(self) -> None:
        """Send what is written, unless there is nothing."""
        if self.text.strip():
            text = self.text
            # Cleared here rather than by the receiver: keys typed meanwhile must stay.
            self.clear()
            self.post_message(self.Sent(text))

    def action_newline(self) -> None:
        """Break the line at the cursor."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)
        self.scroll_cursor_visible()

    def give_back(self, text: str) -> None:
        """Put a text that could not be taken back before what was written since."""
        self.text = f"{text}\n{self.text}" if self.text.strip() else text
        self.move_cursor(self.document.end)
