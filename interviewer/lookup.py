"""Answering /ask and /related from the index, for both front ends."""

from interviewer.engine.intent import Command
from interviewer.engine.state import Session
from interviewer.wiring import Services

ASK_LIMIT = 3
RELATED_LIMIT = 5
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
    try:
        searcher = services.open_searcher()
    except StorageError:
        return NOT_READY
    if command.name == "ask":
        hits = searcher.search(command.rest, ASK_LIMIT)
    else:
        hits = searcher.near_question(current, RELATED_LIMIT, twins)
    # An index of an older bank may know questions that are gone.
    found = [
        services.bank.by_id[h.question_id] for h in hits if h.question_id in services.bank.by_id
    ]
    if not found:
        return "The bank has nothing on that.\n\nBack to the question."
    parts: list[str] = []
    if command.name == "ask" and found[0].id not in twins:
        first = found.pop(0)
        parts += [f"**{first.text}**", first.answer or "No answer is written yet."]
        if found:
            parts.append("See also:")
    if found:
        parts.append("\n".join(f"- {question.text}" for question in found))
    return "\n\n".join([*parts, "Back to the question."])
