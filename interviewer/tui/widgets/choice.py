"""One value out of a few: a label, and the value between two arrows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

T = TypeVar("T")


class Choice(Widget, Generic[T], can_focus=True):
    """Two lines; left and right, space, Enter or a click change the value.

    Args:
        label: what is chosen.
        options: values with what the person reads for them.
        value: the one chosen at first; must be among the options.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right,space,enter", "move(1)", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    index: reactive[int] = reactive(0)

    @dataclass
    class Changed(Message):
        """The value is another."""

    def __init__(self, label: str, options: Sequence[tuple[T, str]], value: T, id: str) -> None:
        super().__init__(id=id)
        self._label = label
        self._options = options
        self.set_reactive(Choice.index, [option for option, _ in options].index(value))

    @property
    def value(self) -> T:
        return self._options[self.index][0]

    def render(self) -> Content:
        shown = self._options[self.index][1]
        mark = ">" if self.has_focus else " "
        style = "bold reverse" if self.has_focus else "bold"
        return Content.assemble(f"{mark} {self._label}\n  ", (f"< {shown} >", style))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def watch_index(self) -> None:
        if self.is_mounted:
            self.post_message(self.Changed())

    def action_move(self, step: int) -> None:
        """Go on to another value, round about."""
        self.index = (self.index + step) % len(self._options)

    def on_click(self, event: events.Click) -> None:
        """The left arrow goes back, anything else forth."""
        self.action_move(-1 if event.x < 4 and event.y > 0 else 1)
