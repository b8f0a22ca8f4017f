"""Taking an answer: judging it with what was said before, and deciding what follows."""

import re

from corpus.models import Question
from interviewer.engine import following, probing
from interviewer.engine.assessment import judge
from interviewer.engine.flow import acknowledgement, close_question, put_next
from interviewer.engine.guards import is_dont_know
from interviewer.engine.hints import COSTS, next_hint, total_cost
from interviewer.engine.intent import rating_of
from interviewer.engine.markdown import percent
from interviewer.engine.ports import Support
from interviewer.engine.quoting import first_phrase, is_junk, telling_quote, trimmed
from interviewer.engine.state import Asked, Assessment, FollowUpSaid, Guard, PitfallFound, Session
from interviewer.engine.talk import phrase, replace, say, say_phrase, update
from interviewer.engine.words import content_words, words

_CONCESSION = re.compile(
    r"\b(?:you're right|you are right|i was wrong|my mistake|i take (?:that|it) back|i mixed"
    r"|mixed (?:it|that|them) up|i misspoke|correct myself|scratch that|got (?:that|it) backwards"
    r"|other way (?:a)?round)\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:but|though|although|however|except)\b", re.IGNORECASE)
_BUT_WORDS = 2
_SHRUG_WORDS = 5
_ADDITION_WORDS = 6
_LEAD_BY_GUARD: dict[Guard, str] = {
    "keyword_list": "probe_list",
    "echo": "probe_echo",
    "off_topic": "probe_astray",
}


def take_answer(session: Session, text: str, support: Support) -> Session:
    """What follows from a text that is no request, by what was awaited."""
    match session.awaiting:
        case "warm_up":
            return _warmed_up(session, text, support)
        case "rating":
            return _rated(session, text, support)
        case "follow_up":
            return _followed_up(session, text, support)
        case _:
            return _answered(session, text, support)


def is_bare_shrug(text: str) -> bool:
    """Whether a text says that there is no answer, and nothing else ("not sure, but ..." does)."""
    if not is_dont_know(text):
        return False
    found = _BUT.search(text)
    further = len(content_words(text[found.end() :])) if found else 0
    return further < _BUT_WORDS and len(content_words(text)) <= _SHRUG_WORDS


def _warmed_up(session: Session, text: str, support: Support) -> Session:
    quote = first_phrase(text)
    key = "warm_up_thanks" if quote else "warm_up_plain"
    session = say_phrase(session, "note", key, quote=quote)
    return put_next(session, support.bank)


def _answered(session: Session, text: str, support: Support) -> Session:
    asked = session.asked[session.open]
    question = support.bank.by_id[asked.question_id]
    if asked.answers and is_bare_shrug(text):
        # Says nothing about the earlier answer, which stands as it was judged.
        session, left = phrase(session, "leave_shrug")
        return rate_or_close(session, support, "", left)
    alone = judge(question, text, support.matcher)
    if not alone.gradable and not asked.answers:
        # Asked again rather than graded; the text stays in the transcript.
        return say_phrase(session, "note", "empty")
    before = ""
    wrong = _asked_about(asked)
    if wrong is not None:
        session, before = _settle(session, question, wrong, alone, text)
        asked = session.asked[session.open]
    session = _with_answer(session, question, text, support)
    asked = session.asked[session.open]
    if (
        asked.assessment is not None
        and probing.is_shrug(asked.assessment)
        and _may_offer(session, asked)
    ):
        return offer_hint(session, question, "offer_hint")
    if not probing.enough_said(question, asked, session.settings):
        return _probe(session, question, text, before)
    return _through(session, question, support, text, before)


def _with_answer(session: Session, question: Question, text: str, support: Support) -> Session:
    """The session with one more answer to its open question, all of them judged together."""
    asked = session.asked[session.open]
    answers = (*asked.answers, text)
    heard = judge(question, said_text(answers, asked.withdrawn), support.matcher)
    if heard.score is not None:
        heard = replace(heard, score=round(heard.score * (1 - total_cost(asked.hints)), 4))
    first = heard.score if asked.first_score is None else asked.first_score
    return update(session, answers=answers, assessment=heard, first_score=first)


def said_text(answers: tuple[str, ...], withdrawn: tuple[str, ...]) -> str:
    """The answers as one text, for judging: without what was taken back, and without shrugs.

    A shrug stays where nothing else was said.
    """
    kept = [answer for answer in answers if not is_bare_shrug(answer)] or list(answers)
    text = "\n".join(kept)
    for quote in withdrawn:
        pattern = r"(?:\b(?:but|and|so|because|also)\s+)?" + re.escape(quote) + r"[,;:]?\s?"
        text = re.sub(pattern, "", text, count=1, flags=re.IGNORECASE)
    return text


def _asked_about(asked: Asked) -> PitfallFound | None:
    """The wrong claim that the last probe was about."""
    if not asked.probed or asked.assessment is None:
        return None
    for found in asked.assessment.pitfalls:
        if probing.pitfall_name(found.number) == asked.probed[-1]:
            return found
    return None


def _settle(
    session: Session, question: Question, wrong: PitfallFound, alone: Assessment, text: str
) -> tuple[Session, str]:
    """Take a wrong claim back where the answer to its probe puts it right, and say what became of it.

    It is put right where the answer, by itself, makes the claim no more and says the point that the claim
    denied, or concedes it.
    """
    asked = session.asked[session.open]
    denied = question.pitfalls[wrong.number].contradicts
    repeated = any(found.number == wrong.number for found in alone.pitfalls)
    said = any(p.point_id == denied and p.verdict == "covered" for p in alone.points)
    quote = trimmed(wrong.quote, whole=True)
    if not repeated and (said or _CONCESSION.search(text.replace("’", "'"))):
        session = update(session, withdrawn=(*asked.withdrawn, wrong.quote))
        return phrase(session, "pitfall_right", quote=quote)
    if asked.probed.count(probing.pitfall_name(wrong.number)) >= probing.PITFALL_PROBES:
        return phrase(session, "pitfall_leave", quote=quote)
    return session, ""


def _probe(session: Session, question: Question, text: str, before: str) -> Session:
    """Ask about a wrong claim, or about the heaviest point not heard."""
    asked = session.asked[session.open]
    wrong = probing.pitfall_to_probe(asked)
    parts = [before]
    if wrong is not None:
        name = probing.pitfall_name(wrong.number)
        quote = trimmed(wrong.quote, whole=True)
        if name in asked.probed:
            session, lead = phrase(session, "pitfall_again", quote=quote)
            point = question.key_point(question.pitfalls[wrong.number].contradicts)
            ask = point.probe or f"What do you say to this: {question.text}"
        else:
            session, lead = phrase(session, "pitfall", quote=quote)
            session, ask = phrase(session, "pitfall_question")
        parts.append(lead)
    else:
        point_found = probing.point_to_probe(
            question, asked, session.settings, earlier=_missed_before(session, question)
        )
        assert point_found is not None, "enough_said lets only open points through"
        name = point_found.id
        ask = point_found.probe or f"What about this: {point_found.hint or question.text}"
        session, lead = _probe_lead(session, question, asked, name, text)
        parts.append(lead)
    standing = " ".join([parts[-1], ask])
    session = update(session, probed=(*asked.probed, name))
    session = replace(session, awaiting="probe", standing=standing, offered=False)
    return say(session, "probe", " ".join(part for part in [*parts, ask] if part))


def _probe_lead(
    session: Session, question: Question, asked: Asked, point_id: str, text: str
) -> tuple[Session, str]:
    """What stands before a probe: an acknowledgement where there is something to acknowledge."""
    assessment = asked.assessment
    assert assessment is not None
    if is_junk(assessment):
        for guard in assessment.guards:
            if guard in _LEAD_BY_GUARD:
                return phrase(session, _LEAD_BY_GUARD[guard])
        return phrase(session, "probe")
    vague = next(p for p in assessment.points if p.point_id == point_id)
    if vague.verdict == "partly" and vague.quote in text and len(words(vague.quote)) > 1:
        return phrase(session, "probe_partly", quote=trimmed(vague.quote))
    if telling_quote(question, assessment, text) is None:
        return phrase(session, "probe")
    session, noted = acknowledgement(session, question, asked, text)
    session, lead = phrase(session, "probe")
    return session, f"{noted} {lead}"


def _missed_before(session: Session, question: Question) -> frozenset[str]:
    return frozenset(point for key, point in session.history.missed if key == question.id)


def _through(
    session: Session, question: Question, support: Support, text: str, before: str = ""
) -> Session:
    """Enough was said to the question: go deeper, have it rated, or close it."""
    ask = following.deeper_ask(session, question)
    if ask is not None:
        asked = session.asked[session.open]
        session, noted = acknowledgement(session, question, asked, text)
        session, lead = phrase(session, "deeper")
        session = update(session, follow_ups=(*asked.follow_ups, FollowUpSaid(ask=ask)))
        session = replace(session, awaiting="follow_up", standing=ask, offered=False)
        told = " ".join(part for part in (before, noted, lead, ask) if part)
        return say(session, "follow_up", told)
    return rate_or_close(session, support, text, before)


def _followed_up(session: Session, text: str, support: Support) -> Session:
    asked = session.asked[session.open]
    said = replace(asked.follow_ups[-1], answer=text)
    session = update(session, follow_ups=(*asked.follow_ups[:-1], said))
    key = "leave_shrug" if is_bare_shrug(text) else "deeper_done"
    session, done = phrase(session, key)
    return rate_or_close(session, support, "", done)


def rate_or_close(session: Session, support: Support, text: str, before: str = "") -> Session:
    """Ask for the candidate's own judgement where that was wished for; else close the question."""
    asked = session.asked[session.open]
    judged = asked.assessment
    rated = asked.rating is not None or session.awaiting == "rating"
    wanted = session.settings.self_rating and judged is not None and judged.gradable
    if wanted and not rated and judged is not None and not probing.is_shrug(judged):
        session, ask = phrase(session, "rating")
        session = replace(session, awaiting="rating", standing=ask, offered=False)
        return say(session, "rating", f"{before} {ask}".strip())
    question = support.bank.by_id[asked.question_id]
    session = following.with_follow_up(session, question, support)
    return close_question(session, support.bank, text, before)


def _rated(session: Session, text: str, support: Support) -> Session:
    asked = session.asked[session.open]
    latest = asked.answers[-1] if asked.answers else ""
    rating = rating_of(text)
    if rating is not None:
        return rate_or_close(update(session, rating=rating), support, latest)
    if len(words(text)) >= _ADDITION_WORDS and not is_bare_shrug(text):
        # More of the answer rather than a number: it counts, and no rating is asked for again.
        question = support.bank.by_id[asked.question_id]
        session = _with_answer(session, question, text, support)
        return rate_or_close(session, support, text)
    session, none = phrase(session, "rating_none")
    return rate_or_close(session, support, latest, none)


def _may_offer(session: Session, asked: Asked) -> bool:
    settings = session.settings
    return (
        settings.persona != "demanding"
        and settings.mode != "rapid"
        and not asked.offers
        and not asked.hints
        and session.left is None
    )


def offer_hint(session: Session, question: Question, key: str) -> Session:
    """Offer help; none of it is given before the candidate agrees."""
    asked = session.asked[session.open]
    hint = next_hint(question, asked)
    if hint is None:
        return say_phrase(session, "note", "no_hint")
    session = update(session, offers=asked.offers + 1)
    session = replace(session, offered=True)
    return say_phrase(session, "note", key, cost=percent(COSTS[hint.step]))
