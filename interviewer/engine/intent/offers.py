"""Short replies to what the interviewer just offered: a bare yes or no, and a number from 1 to 5."""

import re

_YES = re.compile(
    r"(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please|ja|go ahead|why not|of course|alright|all right)"
    r"(?:[ ,]+(?:please|sure|go ahead|why not|thanks|thank you|(?:a|one|the) hint(?: please)?|that would help"
    r"|i(?:'d| would) (?:like|love) (?:one|that|a hint)))*"
)
_NO = re.compile(
    r"(?:no|nope|nah|no thanks|no thank you|not now|rather not|never ?mind)"
    r"(?:[ ,]+(?:please|thanks|thank you|i'm fine|it's fine|(?:let's |let us )?(?:move|go) on))*"
    r"|(?:please )?(?:let's |let us )?(?:move|go) on(?: please)?"
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_RATING = re.compile(
    r"(?:(?:i(?:'d| would)? (?:say|give (?:it|myself|me)|think|guess)|maybe|about|around|perhaps|probably"
    r"|it's|it is|that's|a|an)[ ,]+)*"
    r"(?P<value>[1-5]|one|two|three|four|five)"
    r"(?:[ ]*(?:/|out of|of)[ ]*(?:5|five))?(?:[ ,]+(?:i (?:think|guess|would say)|maybe|or so|at best))?"
)


def agrees(text: str) -> bool | None:
    """Whether a text is a bare yes or a bare no; None where it is neither."""
    bare = _bare(text)
    if _YES.fullmatch(bare):
        return True
    return False if _NO.fullmatch(bare) else None


def rating_of(text: str) -> float | None:
    """A self-rating from 1 to 5 as a share in [0, 1]; None where the text is none."""
    found = _RATING.fullmatch(_bare(text))
    if found is None:
        return None
    value = found.group("value")
    return (_NUMBERS.get(value) or int(value)) / 4 - 0.25


def _bare(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .!?")
