"""Hearing what a candidate wants from the interviewer, by meaning; in any doubt it is an answer.

Two kinds of requests are told from answers in two ways. Those about the interview itself ("could you
repeat that?") hold hardly any word that none of the examples holds, so they are compared as they are. Those
about a subject ("what is a kernel?") hold any words, so they are compared with the subject blanked
out, and must be addressed to the interviewer by their form.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.addressing import asks, clarifies, explains, is_addressed
from index.encoder import Encoder, Vectors
from index.files import try_write

EXAMPLES = Path(__file__).parent / "requests.txt"
ANSWER = "answer"
_OBJECTION = "dispute"
_LEAVING = ("skip", "back", "end")
SUBJECT = ("ask", "clarify")
"""Requests about a subject; all others are about the interview itself."""

# Fitted on the examples and the development part of the labelled turns: cosine to the nearest
# example, and by how much it is nearer than the nearest answer.
_NEAR, _MARGIN = 0.55, 0.08
_NEAR_UNKNOWN, _MARGIN_UNKNOWN, _ALIKE = 0.60, 0.25, 0.80
"""With a word that no example holds, unless it is nearly an example (`_ALIKE`)."""
_NEAR_LEAVING, _MARGIN_LEAVING = 0.60, 0.10
"""For requests that leave the question, where a mistake costs the candidate most."""
_NEAR_BLANKED, _MARGIN_BLANKED = 0.60, -0.12
_SURE_BLANKED = 0.92
_NEAR_FORM, _MARGIN_FORM = 0.45, -0.30
"""Where the form itself says that the question is asked about."""
_NEAR_BRIEF, _BRIEF = 0.75, 3
"""Up to three words say little, so they must be nearly an example."""
_MOST_UNKNOWN = 2
_UNKNOWN_SHARE = 0.34
_BLANK = "something"

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[?.,:;!]")
_POLITE = re.compile(r"please|pls|sorry|thanks|thank|you|u[hm]+|hm+|ok(?:ay)?|well|so|oh|now|yeah")


class RequestListener:
    """Hears requests with an encoder; the same text is always heard the same way.

    Args:
        encoder: any; the thresholds are fitted to the default one.
        cache: folder for the examples' vectors, made when they are first needed.
    """

    def __init__(self, encoder: Encoder, cache: Path) -> None:
        self._encoder = encoder
        self._cache = cache

    def hear(self, text: str) -> str | None:
        """The name of the request that a text is, a heading of `requests.txt`; None for an answer."""
        found = self._about_interview(text)
        if found is None and is_addressed(text):
            found = self._about_subject(text)
        return found

    def _about_interview(self, text: str) -> str | None:
        tokens = _words(text)
        if (exact := self._exact.get(_bare(tokens))) is not None:
            return exact if exact not in (ANSWER, *SUBJECT) else None
        unknown = [word for word in tokens if word not in self._known]
        if not tokens or len(unknown) > min(_MOST_UNKNOWN, _UNKNOWN_SHARE * len(tokens)):
            return None
        nearest = self._nearest(text, self._vectors[0])
        name = max((n for n in nearest if n not in (ANSWER, *SUBJECT)), key=lambda n: nearest[n])
        rival = max(nearest[n] for n in (ANSWER, *SUBJECT))
        if nearest[name] < rival or (name != _OBJECTION and explains(text)):
            return None
        near, margin = _NEAR, _MARGIN
        if unknown and nearest[name] < _ALIKE:
            near, margin = _NEAR_UNKNOWN, _MARGIN_UNKNOWN
        elif name in _LEAVING:
            near, margin = _NEAR_LEAVING, _MARGIN_LEAVING
        if len(tokens) <= _BRIEF:
            near = _NEAR_BRIEF
        sure = nearest[name] >= near and nearest[name] - nearest[ANSWER] >= margin
        return name if sure else None

    def _about_subject(self, text: str) -> str | None:
        blanked = self._blanked(text)
        nearest = self._nearest(blanked, self._vectors[1])
        name = max(SUBJECT, key=lambda n: nearest[n])
        if clarifies(text):
            near = nearest["clarify"]
            sure = near >= _NEAR_FORM and near - nearest[ANSWER] >= _MARGIN_FORM
            return "clarify" if sure else None
        near = _NEAR_BLANKED if asks(text) else _SURE_BLANKED
        sure = nearest[name] >= near and nearest[name] - nearest[ANSWER] >= _MARGIN_BLANKED
        return name if sure else None

    def _nearest(self, text: str, vectors: Vectors) -> Mapping[str, float]:
        """Intent to the cosine of its nearest example."""
        cosines = vectors @ self._encoder.encode([text])[0]
        best: dict[str, float] = {}
        for name, cosine in zip(self._names, cosines.tolist(), strict=True):
            best[name] = max(cosine, best.get(name, -1.0))
        return best

    def _blanked(self, text: str) -> str:
        """The text with all words of its subject blanked out, neighboring ones as one."""
        parts: list[str] = []
        for token in _tokens(text):
            shown = token if token in self._structure or not token[0].isalnum() else _BLANK
            if shown != _BLANK or parts[-1:] != [_BLANK]:
                parts.append(shown)
        return " ".join(parts)

    @cached_property
    def _examples(self) -> Sequence[tuple[str, str]]:
        return read_examples(EXAMPLES)

    @cached_property
    def _names(self) -> Sequence[str]:
        return [name for name, _ in self._examples]

    @cached_property
    def _exact(self) -> Mapping[tuple[str, ...], str]:
        """The examples' words to their intents."""
        return {_bare(_words(text)): name for name, text in reversed(self._examples)}

    @cached_property
    def _known(self) -> frozenset[str]:
        """Words of requests about the interview itself."""
        others = (ANSWER, *SUBJECT)
        return frozenset(w for n, t in self._examples if n not in others for w in _words(t))

    @cached_property
    def _structure(self) -> frozenset[str]:
        """Words that are never part of a subject."""
        asked = (t for n, t in self._examples if n in SUBJECT)
        counts = Counter(word for text in asked for word in set(_words(text)))
        return self._known | {word for word, count in counts.items() if count > 1}

    @cached_property
    def _vectors(self) -> tuple[Vectors, Vectors]:
        """Vectors of the examples as they are, and blanked, each of shape (examples, dimension)."""
        texts = [text for _, text in self._examples]
        texts += [self._blanked(text) for text in texts]
        key = hashlib.sha256("\n".join([self._encoder.id, *texts]).encode()).hexdigest()
        file = self._cache / f"{key}.f32"
        shape = (2, len(texts) // 2, self._encoder.dimension)
        data = file.read_bytes() if file.is_file() else b""
        if len(data) == 4 * shape[0] * shape[1] * shape[2]:
            stored = np.frombuffer(data, np.float32).reshape(shape)
            return stored[0], stored[1]
        vectors = self._encoder.encode(texts).reshape(shape)
        try_write(file, vectors.astype(np.float32).tobytes())
        return vectors[0], vectors[1]


def read_examples(file: Path) -> list[tuple[str, str]]:
    """Pairs of intent and text from a file with one example a line under `[intent]` headings."""
    found: list[tuple[str, str]] = []
    name = ""
    for line in map(str.strip, file.read_text("utf-8").splitlines()):
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((name, line))
    return found


def _tokens(text: str) -> list[str]:
    return [t.group().casefold().replace("’", "'") for t in _TOKEN.finditer(text)]


def _words(text: str) -> list[str]:
    return [token for token in _tokens(text) if token[0].isalnum()]


def _bare(tokens: Sequence[str]) -> tuple[str, ...]:
    """Words without those of politeness and hesitation; all of them where nothing else is there."""
    return tuple(token for token in tokens if not _POLITE.fullmatch(token)) or tuple(tokens)
