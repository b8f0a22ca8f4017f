"""What is odd about an answer as a whole: found by simple, explainable rules."""

import re
from collections.abc import Iterator

from corpus.models import Question
from interviewer.engine.ports import Evidence
from interviewer.engine.state import Guard
from interviewer.engine.words import FUNCTION_WORDS, content_words, words

_DONT_KNOW = re.compile(
    r"""\b(?:
    i\ (?:really\ |honestly\ |just\ |also\ )?
      (?:do\ not|don't|dont|dunno|didn't|can't|cannot|can\ not|couldn't)
      (?:\ really|\ honestly|\ actually|\ even|\ quite)?\ ?
      (?:know|remember|recall|have\ (?:a\ |any\ )?(?:clue|idea|answer)|say|answer|think\ of)
    | no\ (?:idea|clue) | not\ (?:really\ )?(?:sure|familiar|certain) | idk | dunno
    | never\ (?:heard|learned|used|studied|came\ across)
    | haven't\ (?:heard|learned|used|studied|come\ across|worked)
    | i(?:\ have|'ve)?(?:\ (?:just|completely))?\ forg[eo]t(?:ten)?
    | pass\ on\ this | can\ we\ (?:skip|move\ on)
    | don't\ remember | blank(?:ed|ing)\ on|mind\ (?:is|went)\ blank | i\ give\ up | you\ got\ me | beats\ me
    | out\ of\ my\ depth
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_VOWEL = re.compile(r"[aeiouyäöüáéíóúàèìòùâêîôû]", re.IGNORECASE)
_MAX_SHRUG_WORDS = 45
_ECHO_SHARE = 0.5
_ECHO_NEW_WORDS = 8
_SAID = 0.5
"""Probability that a key point was said from which words of the question are no echo of it."""
_LIST_FUNCTION_SHARE = 0.15
_OFF_TOPIC = 0.30


def guards_of(question: Question, answer: str, evidence: Evidence) -> Iterator[Guard]:
    """The guards an answer raises; evidence is that of the same answer."""
    spoken = words(answer)
    if not spoken:
        yield "empty"
        return
    if is_gibberish(answer):
        yield "gibberish"
        return
    best = max((point.similarity for point in evidence.points), default=0.0)
    if is_dont_know(answer):
        # Saying so is neither off topic nor too short.
        yield "dont_know"
        return
    said = max((point.reading.said for point in evidence.points), default=0.0)
    if said < _SAID and is_echo(question, answer):
        yield "echo"
    if is_keyword_list(answer):
        yield "keyword_list"
    if question.answer and " ".join(words(question.answer)) == " ".join(spoken):
        yield "pasted"
    near = max(best, evidence.question_similarity, evidence.reference_similarity)
    if near < _OFF_TOPIC:
        yield "off_topic"
    if len(spoken) < 4:
        yield "too_short"


def is_dont_know(answer: str) -> bool:
    """Whether an answer, as a whole, says that there is none.

    A long answer that admits one gap is an answer.
    """
    return (
        len(words(answer)) <= _MAX_SHRUG_WORDS
        and _DONT_KNOW.search(answer.replace("’", "'")) is not None
    )


def is_gibberish(answer: str) -> bool:
    """Whether most of it is no word of any language: no vowels, or one sign over and over."""
    spoken = words(answer)
    letters = [character for character in answer if character.isalpha()]
    if not letters:
        return len(spoken) == 0 or all(not word.isdigit() for word in spoken)
    if any(ord(letter) > 0x24F for letter in letters):
        return False  # another script: not ours to judge
    odd = sum(1 for word in spoken if _looks_random(word))
    return odd > len(spoken) / 2


def _looks_random(word: str) -> bool:
    if word.isdigit() or word in FUNCTION_WORDS:
        return False
    if len(word) >= 4 and len(set(word)) == 1:
        return True
    if len(word) >= 4 and not _VOWEL.search(word):
        return True
    return re.search(r"[bcdfghjklmnpqrstvwxz]{6,}", word) is not None


def is_echo(question: Question, answer: str) -> bool:
    """Whether it says hardly more than the question did."""
    asked = set(words(question.text)) | set(words(question.spoken))
    said = content_words(answer)
    if not said:
        return True
    new = {word for word in said if word not in asked}
    share = sum(word in asked for word in said) / len(said)
    # A long answer may dwell on the question's terms and still say much beside them.
    return share >= _ECHO_SHARE and len(new) <= _ECHO_NEW_WORDS


def is_keyword_list(answer: str) -> bool:
    """Whether it is a list of terms rather than statements."""
    spoken = words(answer)
    if len(spoken) < 8:
        return False
    binding = sum(word in FUNCTION_WORDS for word in spoken) / len(spoken)
    return binding < _LIST_FUNCTION_SHARE
