"""Objections of the candidate: kept beside the machine's verdicts, with the score either way."""

import re

from corpus.models import Question
from interviewer.engine.asking import with_standing
from interviewer.engine.markdown import percent
from interviewer.engine.overruling import score_as_disputed
from interviewer.engine.ports import Support
from interviewer.engine.state import Asked, Session
from interviewer.engine.talk import replace, say_phrase

_NUMBERS = re.compile(r"(?:\d{1,3}(?:\s*,\s*|\s+(?:and\s+)?|$))+")


def dispute(session: Session, objection: str, support: Support) -> Session:
    """Keep an objection to the verdicts that were told last.

    Numbers in front of it are those of key points: each is turned over, from heard to not heard or from
    anything else to heard.
    """
    told = [place for place, asked in enumerate(session.asked) if asked.told]
    if not told:
        return say_phrase(session, "note", "dispute_none")
    place = told[-1]
    asked = session.asked[place]
    turned = _turned(asked, support.bank.by_id[asked.question_id], objection)
    changed = replace(asked, disputed=(*asked.disputed, objection), overruled=tuple(turned.items()))
    session = replace(session, asked=(*session.asked[:place], changed, *session.asked[place + 1 :]))
    yours = score_as_disputed(changed, support.bank.by_id[asked.question_id])
    judged = asked.counted
    if yours is None or judged is None or judged.score is None:
        return with_standing(session, "disputed")
    return with_standing(session, "overruled", yours=percent(yours), mine=percent(judged.score))


def _turned(asked: Asked, question: Question, objection: str) -> dict[str, bool]:
    """Key points turned over so far and now, and whether the candidate has them for said."""
    found = dict(asked.overruled)
    numbers = _NUMBERS.match(objection)
    judged = asked.counted
    if numbers is None or judged is None:
        return found
    verdicts = {point.point_id: point.verdict for point in judged.points}
    for number in map(int, re.findall(r"\d+", numbers.group())):
        if 1 <= number <= len(question.key_points):
            name = question.key_points[number - 1].id
            found[name] = verdicts.get(name) != "covered"
    return found
