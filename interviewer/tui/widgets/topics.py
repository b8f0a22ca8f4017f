"""The list of topics, any number of which can be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList


class TopicList(OptionList):
    """Topics with a mark each and the number of questions that fit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "Choose", show=False),
        Binding("a", "toggle_all", "All topics"),
    ]

    @dataclass
    class Changed(Message):
        """Other topics are chosen."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._counts: dict[str, int] = {}
        self._chosen: set[str] = set()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The chosen topics in bank order."""
        return tuple(topic for topic in self._counts if topic in self._chosen)

    @property
    def all_chosen(self) -> bool:
        return len(self._chosen) == len(self._counts)

    def offer(self, counts: Mapping[str, int], chosen: tuple[str, ...]) -> None:
        """Show these topics; `chosen` empty means all."""
        self._counts = dict(counts)
        self._chosen = set(chosen).intersection(counts) or set(counts)
        self.set_options([self._prompt(topic) for topic in self._counts])
        self.highlighted = 0 if self._counts else None

    def recount(self, counts: Mapping[str, int]) -> None:
        """Show other numbers behind the same topics."""
        self._counts = {topic: counts.get(topic, 0) for topic in self._counts}
        self._mark()

    def action_toggle_all(self) -> None:
        """All topics, or none where all were chosen."""
        self._chosen = set() if self.all_chosen else set(self._counts)
        self._mark()
        self.post_message(self.Changed())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, space or a click turns one topic on or off."""
        event.stop()
        self._chosen ^= {list(self._counts)[event.option_index]}
        self._mark()
        self.post_message(self.Changed())

    def _mark(self) -> None:
        for index, topic in enumerate(self._counts):
            self.replace_option_prompt_at_index(index, self._prompt(topic))

    def _prompt(self, topic: str) -> Content:
        # Written out rather than coloured, so that it is seen without colours too.
        mark = "[x]" if topic in self._chosen else "[ ]"
        return Content(f"{mark} {self._counts[topic]:>3} {topic}")
