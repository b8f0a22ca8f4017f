"""What a text of the candidate is: an answer, unless it is clearly something else."""

from interviewer.engine.intent.commands import COMMANDS, Answer, Command, help_text, read
from interviewer.engine.intent.meaning import SPOKEN, understand
from interviewer.engine.intent.offers import agrees, rating_of

__all__ = [
    "COMMANDS",
    "SPOKEN",
    "Answer",
    "Command",
    "agrees",
    "help_text",
    "rating_of",
    "read",
    "understand",
]
