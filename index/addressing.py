"""Forms of speech: whether a text is put to the interviewer, judged by its words alone."""

import re

# What may stand before a question without being part of it.
_LEAD = r"""(?:(?:
    sorry|wait|hm+|um+|uh|ok(?:ay)?|oh|but|and|so|well|quick\ (?:question|one)|just\ curious
    |(?:just\ )?out\ of\ curiosity|before\ (?:that|i\ answer|i\ start)|by\ the\ way|btw
    |please|hey|then|excuse\ me
    )\b[\s,:;.…–—-]*)*"""
_FLAGS = re.IGNORECASE | re.VERBOSE
_ADDRESSED = re.compile(
    _LEAD
    + r"""(?:
    what(?:'s|\ is|\ are|\ was|\ does|\ do|\ did|\ kind|\ means?|\ exactly)
    |how(?!ever)|why(?!\ not)|when\ (?:do|does|is|are|would|should|you)
    |who|which|where|in\ (?:which|what)|when\ you\ say
    |(?:can|could|would|will)\ you|(?:can|may|should|must|shall|do|am)\ i|i\ (?:should|must|can)
    |do\ you|you\ mean|by\ [\w\ -]{2,30},\ do\ you|suppose
    |does\ (?:it|this|that|the)|are\ you|are\ we|are\ there|is\ there
    |is\ (?:this|it)\ (?:about|ok(?:ay)?|fair|fine)
    |explain|define|tell\ me|remind\ me
    )\b""",
    _FLAGS,
)
# Without a "please" or "me", candidates who plan say "define the metric" to themselves.
_IMPERATIVE = re.compile(
    _LEAD
    + r"""(?:
    (?:(?:can|could|would)\ you\ |please\ )+(?:explain|define|tell|remind)\b
    |(?:tell|remind)\ me\b
    |(?:explain|define)\b.*\b(?:please|to\ me)\W*$
    )""",
    _FLAGS,
)
_CLARIFIES = re.compile(
    _LEAD
    + r"""(?:
    do\ you\ (?:mean|want|refer|expect)|you\ mean|what\ (?:exactly\ )?(?:do\ )?you\ mean
    |are\ you\ (?:asking|after|interested|talking)|are\ we|are\ there\ any|is\ there\ an?
    |(?:should|can|may|shall|must)\ i\ (?:assume|also|give|talk|focus|start|write|speak)
    |am\ i\ (?:free|allowed)|is\ (?:this|it)\ about|does\ the\ (?:model|system|data)
    )\b""",
    _FLAGS,
)
# Who tells what "you" or "it" do is explaining; a request to the interviewer asks them.
_EXPLAINS = re.compile(_LEAD + r"(?:then\ )?(?:you|it|they|he|she)\b", _FLAGS)
_BREAK = re.compile(r"[.!?…]+\s+\S|\band (?:i|you|we|it)\b", re.IGNORECASE)


def is_addressed(text: str) -> bool:
    """Whether a text is one question or request, and nothing else, put to the interviewer."""
    text = text.strip()
    found = _ADDRESSED.match(text)
    if found is not None and found.group().casefold().endswith(("explain", "define")):
        found = _IMPERATIVE.match(text)
    # An answer may begin with a question to itself, and then go on.
    return found is not None and _BREAK.search(text, found.end()) is None


def explains(text: str) -> bool:
    """Whether a text, by its form, tells what somebody or something does."""
    return not text.rstrip().endswith("?") and _EXPLAINS.match(text.strip()) is not None


def asks(text: str) -> bool:
    """Whether a text has the form of a question, or of a request to be told something."""
    return text.rstrip().endswith("?") or _IMPERATIVE.match(text.strip()) is not None


def clarifies(text: str) -> bool:
    """Whether a text asks, by its form, about the open question itself rather than about a subject."""
    return text.rstrip().endswith("?") and _CLARIFIES.match(text.strip()) is not None
