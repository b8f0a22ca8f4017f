"""What a person names on the command line, found in the bank."""

from typing import TYPE_CHECKING

from interviewer.errors import UserError

if TYPE_CHECKING:
    from corpus.banks import Bank


def topic_named(bank: "Bank", name: str) -> str:
    """The topic with this name, or the only one whose name contains it.

    Raises:
        UserError: none or several fit; the message lists all topics.
    """
    topic = bank.find_topic(name)
    if topic is None:
        raise UserError(f"No single topic is called {name!r}; there are: {'; '.join(bank.topics)}")
    return topic
