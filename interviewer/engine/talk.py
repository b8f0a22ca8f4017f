"""The small steps every turn is made of: hear, say, find a sentence, change the open question."""

import msgspec

from interviewer.engine.phrasing import choose, name_of, sentences
from interviewer.engine.state import Asked, Session, Speaker, Turn, TurnKind

replace = msgspec.structs.replace


def hear(session: Session, kind: TurnKind, text: str, at: float) -> Session:
    """Put the candidate's words on record, to the letter."""
    return _with_turn(session, "candidate", kind, text, at)


def say(session: Session, kind: TurnKind, text: str) -> Session:
    """Let the interviewer say something."""
    at = session.turns[-1].at if session.turns else 0.0
    return _with_turn(session, "interviewer", kind, text, at)


def _with_turn(session: Session, speaker: Speaker, kind: TurnKind, text: str, at: float) -> Session:
    """The session with a turn on its open question behind the others."""
    turn = Turn(
        speaker=speaker,
        kind=kind,
        text=text,
        question_id=session.current.question_id if session.current else None,
        phase=session.phase,
        at=at,
    )
    return replace(session, turns=(*session.turns, turn))


def phrase(session: Session, key: str, **parts: str) -> tuple[Session, str]:
    """A sentence for a purpose, and the session that remembers having used it.

    Args:
        session: its persona and seed choose.
        key: the purpose, of `phrasing`'s tables.
        parts: what the sentence quotes; put in unaltered.
    """
    settings = session.settings
    number = choose(settings.persona, key, settings.seed, session.said)
    text = sentences(settings.persona, key)[number].format(**parts)
    # A sentence may begin with what it quotes.
    text = text[:1].upper() + text[1:]
    return replace(session, said=(*session.said, name_of(key, number))), text


def say_phrase(session: Session, kind: TurnKind, key: str, **parts: str) -> Session:
    """Say a sentence for a purpose."""
    session, text = phrase(session, key, **parts)
    return say(session, kind, text)


def ask_again(session: Session, lead: str) -> Session:
    """Say something, and the open words behind it."""
    kind: TurnKind = "note" if session.awaiting == "nothing" else session.awaiting
    return say(session, kind, f"{lead} {session.standing}".strip())


def update(session: Session, **changes: object) -> Session:
    """The session with changes to its open question's record.

    Raises:
        IndexError: no question is open.
    """
    changed: Asked = replace(session.asked[session.open], **changes)
    asked = (*session.asked[: session.open], changed, *session.asked[session.open + 1 :])
    return replace(session, asked=asked)
