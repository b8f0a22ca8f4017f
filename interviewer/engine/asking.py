"""Questions to the interviewer: answered from the bank, without giving the open question away."""

import re
from collections.abc import Iterable, Sequence

from corpus.models import Concept, Question
from interviewer.engine.adapting import exchanged
from interviewer.engine.answering import offer_hint
from interviewer.engine.leaving import leave
from interviewer.engine.markdown import escaped
from interviewer.engine.ports import QuestionBank, Support
from interviewer.engine.selection import with_twins
from interviewer.engine.state import Persona, Session
from interviewer.engine.talk import ask_again, phrase, say, update
from interviewer.engine.words import words

ASK_LIMIT = 3
RELATED_LIMIT = 5
PATIENCE: dict[Persona, int] = {"warm": 5, "neutral": 3, "demanding": 2}
"""How often a question is explained before the interviewer wants to hear an answer."""
_REMINDERS = 2
"""How often an answer is then asked for, before it is given up."""

_ASIDE = re.compile(
    r"^(?:(?:sorry|wait|hm+|um+|ok(?:ay)?|but|and|so|quick question|just curious|before (?:that|i answer)"
    r"|by the way|btw|out of curiosity|can i ask|may i ask)\b[\s,:;.–—-]*)+"
    r"|[\s,]*\b(?:by the way|btw|again|out of curiosity|if i may ask)\b(?=[\s?.!]*$)",
    re.IGNORECASE,
)
_ASSUME = re.compile(r"\b(?:assum\w*|suppose|take (?:it|for granted)|pretend)\b", re.IGNORECASE)
_TERM = re.compile(
    r"\b(?:what (?:do|did|would) you (?:mean|understand) (?:by|with|under)|what(?:'s| is) meant (?:by|with)"
    r"|how do you define|what does)\s+[\"“']?(?P<term>.+?)[\"”']?(?:\s+mean(?: here)?)?\s*\??$",
    re.IGNORECASE,
)
# Words of a request for a definition, besides what is to be defined.
_PLAIN = re.compile(
    r"""an?|the|what(?:'s|'re|s)?|is|are|was|do|does|did|means?|meant|stands?|for|of|by|me|tell|explain
    |define|definition|exactly|here|again|you|can|could|please|called|it|this|that|in|your|how|about
    |word|term|i|know|remind|s""",
    re.VERBOSE,
)


def clarify(session: Session, text: str, support: Support) -> Session:
    """Say what is meant, or that something may be assumed; the open question stands again after it."""
    if session.awaiting not in ("question", "probe", "follow_up"):
        return with_standing(session, "which")
    if asked_enough(session):
        return out_of_patience(session, support)
    if _ASSUME.search(text):
        return with_standing(session, "assume")
    found = _TERM.search(text.strip())
    concept = _concept_named(support.bank, found.group("term") if found else text)
    if concept is not None:
        return _defined(session, concept, support)
    return with_standing(session, "which")


def look_up(session: Session, text: str, support: Support) -> Session:
    """Answer a question from the bank, then return to the open one.

    Args:
        session: its open question's answer is never given; a hint is offered instead.
        text: what the candidate wants to know.
        support: the library that is searched.
    """
    text = _ASIDE.sub("", text.strip()).strip()
    if not words(text):
        return say(session, "note", "Say what to look up: /ask TEXT")
    concept = _concept_named(support.bank, text)
    if concept is not None and text.rstrip().endswith("?"):
        return _defined(session, concept, support)
    outcome, ids = support.library.look_up(text, ASK_LIMIT)
    by_id = support.bank.by_id
    hits = [by_id[key] for key in ids if key in by_id]
    if outcome == "not_ready":
        return _aside(session, "not_ready")
    if outcome == "nothing" or not hits:
        return _aside(session, "nothing_close")
    if session.current and _gives_away(session, hits[0], support.bank):
        return _refused(session, support, "refused")
    if outcome == "ambiguous":
        return _aside(session, "did_you_mean", _listed(hits))
    first, *others = hits
    parts = [f"**{first.text}**", first.answer or "No answer is written yet."]
    if others:
        parts += ["See also:", _listed(others)]
    session, parts = _exchange(session, first.id, support, parts)
    return _closed(session, parts)


def related(session: Session, support: Support) -> Session:
    """The questions that go with the open one."""
    ids: Sequence[str] | None = ()
    if session.current is not None:
        ids = support.library.near(session.current.question_id, RELATED_LIMIT)
    if ids is None:
        return _aside(session, "not_ready")
    by_id = support.bank.by_id
    found = [by_id[key] for key in ids if key in by_id]
    return _aside(session, "related", _listed(found)) if found else _aside(session, "nothing_close")


def asked_enough(session: Session) -> bool:
    """Whether the open question was explained as often as the interviewer's patience allows."""
    return _explained(session) >= PATIENCE[session.settings.persona]


def out_of_patience(session: Session, support: Support) -> Session:
    """Ask for an answer instead of explaining; where that was in vain, go on."""
    if _explained(session) < PATIENCE[session.settings.persona] + _REMINDERS:
        return with_standing(session, "enough_asking")
    return leave(session, support, "given_up")


def _explained(session: Session) -> int:
    """How often the open words were said again since the last answer."""
    explained = -1  # putting it is not explaining it
    for turn in reversed(session.turns):
        if turn.kind == "answer" or (
            session.current is not None and turn.question_id != session.current.question_id
        ):
            break
        explained += turn.speaker == "interviewer" and turn.kind in (
            "question",
            "probe",
            "follow_up",
        )
    return max(0, explained)


def with_standing(session: Session, key: str, **parts: str) -> Session:
    """A sentence, and the open question behind it."""
    session, text = phrase(session, key, **parts)
    return ask_again(session, text)


def _defined(session: Session, concept: Concept, support: Support) -> Session:
    if session.current is not None:
        question = support.bank.by_id[session.current.question_id]
        if concept.id in _asked_for(session, question):
            return _refused(session, support, "term_refused", term=concept.name)
    session, told = phrase(session, "term", term=concept.name, definition=concept.definition)
    return _closed(session, [told])


def _asked_for(session: Session, question: Question) -> tuple[str, ...]:
    """Ids of the concepts whose definition is part of the open question's answer.

    In an interview all of its concepts, since a rubric may ask for each; else the central one.
    """
    return question.concepts if session.settings.mode == "interview" else question.concepts[:1]


def _gives_away(session: Session, found: Question, bank: QuestionBank) -> bool:
    """Whether the answer to another question would be the open one's.

    A twin's would; in an interview also that of a question on the same central concept.
    """
    assert session.current is not None
    open_question = bank.by_id[session.current.question_id]
    if found.id in bank.twins(open_question.id):
        return True
    central = open_question.concepts[:1]
    return session.settings.mode == "interview" and bool(set(central) & set(found.concepts[:2]))


def _refused(session: Session, support: Support, key: str, **parts: str) -> Session:
    session, told = phrase(session, key, **parts)
    session = say(session, "note", told)
    if session.awaiting not in ("question", "probe"):
        return session
    question = support.bank.by_id[session.asked[session.open].question_id]
    session = offer_hint(session, question, "offer_hint_again")
    # A hint offered here has nothing to do with an "I don't know".
    return update(session, offers=session.asked[session.open].offers - session.offered)


def _exchange(
    session: Session, question_id: str, support: Support, parts: list[str]
) -> tuple[Session, list[str]]:
    """Ask something else where what was just told was still to come."""
    told = with_twins(support.bank, [question_id])
    if not told.intersection(planned.question_id for planned in session.upcoming):
        return session, parts
    session = exchanged(session, support.bank, told)
    session, note = phrase(session, "exchanged")
    return session, [*parts, note]


def _aside(session: Session, key: str, *further: str) -> Session:
    session, told = phrase(session, key)
    return _closed(session, [told, *further])


def _closed(session: Session, parts: Iterable[str]) -> Session:
    session, back = phrase(session, "back_to")
    # A probe may quote the candidate, who writes no Markdown.
    standing = session.standing if session.awaiting == "question" else escaped(session.standing)
    return say(session, "aside", "\n\n".join([*parts, f"{back} {standing}".strip()]))


def _listed(questions: Iterable[Question]) -> str:
    return "\n".join(f"- {question.text}" for question in questions)


def _concept_named(bank: QuestionBank, text: str) -> Concept | None:
    """The concept that a text names, and names nothing else beside."""
    wanted = [word for word in words(text) if not _PLAIN.fullmatch(word)]
    if not wanted:
        return None
    forms = (wanted, [word.removesuffix("s") for word in wanted])
    for concept in bank.concepts:
        for name in (concept.name, *concept.abbreviations):
            named = [word for word in words(name) if not _PLAIN.fullmatch(word)]
            if named and named in forms:
                return concept
    return None
