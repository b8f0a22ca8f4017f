"""Answering /ask and /related from the index, for both front ends."""

from collections.abc import Iterable

from corpus.models import Question
from interviewer.engine.intent import Command
from interviewer.engine.state import Session
from interviewer.wiring import Services

ASK_LIMIT = 3
RELATED_LIMIT = 5
NOTHING = "The bank has nothing close to that."
NOT_READY = "The index is still being built; try again in a few seconds."


def is_lookup(command: object) -> bool:
    """Whether what the candidate sent is answered from the index rather than by the engine."""
    return isinstance(command, Command) and command.name in ("ask", "related")


def look_up(services: Services, session: Session, command: Command) -> str:
    """What the bank has on a request, as Markdown; a sentence where it has nothing.

    Args:
        services: the index is opened anew, since it may have grown since the last look.
        session: its open question's answer is never given away.
        command: `ask` or `related`.
    """
    from index.errors import StorageError

    if command.name == "ask" and not command.rest:
        return "Say what to look up: /ask TEXT"
    current = session.current.question_id
    twins = services.bank.twins(current)
    questions = services.bank.by_id
    try:
        finder = services.open_finder()
    except StorageError:
        return NOT_READY
    if command.name == "related":
        related = [questions[item.question_id] for item in finder.related([current], RELATED_LIMIT)]
        return _closed(_listed(related)) if related else _closed(NOTHING)
    found = finder.ask(command.rest, ASK_LIMIT)
    hits = [questions[hit.question_id] for hit in found.hits]
    if found.outcome == "nothing" or not hits:
        return _closed(NOTHING)
    if hits[0].id in twins:
        # Its answer would give the open question away.
        return _closed("That is what I am asking you. /hint gives you a nudge.")
    if found.outcome == "ambiguous":
        return _closed("Did you mean one of these?", _listed(hits))
    first, *others = hits
    parts = [f"**{first.text}**", first.answer or "No answer is written yet."]
    return _closed(*parts, *(["See also:", _listed(others)] if others else []))


def _listed(questions: Iterable[Question]) -> str:
    return "\n".join(f"- {question.text}" for question in questions)


def _closed(*parts: str) -> str:
    return "\n\n".join([*parts, "Back to the question."])
