"""Passages as columns: what a million rows need without a million objects.

Row by row the columns say whose a passage is, of which kind, and where its part and text stand in one
block of UTF-8. They lie in memory or are mapped from disk; only the passages asked for become objects.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from index.passages import Passage, PassageKind

KINDS: tuple[PassageKind, ...] = get_args(PassageKind)
"""Kinds by their number on disk."""

DEAD = 255
"""The kind of a row whose passage is gone; its vector stays until the next full build."""

NOBODY = -1
"""The owner of a dead row."""

_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
Owners = NDArray[np.int32]
Kinds = NDArray[np.uint8]
Offsets = NDArray[np.int64]


def kind_numbers(kinds: Iterable[PassageKind]) -> list[int]:
    """The numbers that stand for kinds on disk."""
    return [_NUMBERS[kind] for kind in kinds]


class PassageTable:
    """Passages by row, equal to any sequence of the same passages.

    Attributes:
        questions: question ids, in bank order; an owner is a place in it.
        owners: int32, shape (rows,).
        kinds: uint8, shape (rows,): a number in KINDS, or DEAD.
        offsets: int64, shape (2 * rows + 1,): where in `texts` each part and each text begins.
        texts: parts and texts in UTF-8, uint8, shape (bytes,).
    """

    def __init__(
        self,
        questions: Sequence[str],
        owners: Owners,
        kinds: Kinds,
        offsets: Offsets,
        texts: NDArray[np.uint8],
    ) -> None:
        self.questions = questions
        self.owners = owners
        self.kinds = kinds
        self.offsets = offsets
        self.texts = texts

    @classmethod
    def of(cls, listed: Iterable[Passage]) -> "PassageTable":
        """The columns of passages; those of one question must follow each other."""
        numbers: dict[str, int] = {}
        owners: list[int] = []
        kinds = bytearray()
        lengths: list[int] = [0]
        texts = bytearray()
        for passage in listed:
            owners.append(numbers.setdefault(passage.question_id, len(numbers)))
            kinds.append(_NUMBERS[passage.kind])
            for piece in (passage.part, passage.text):
                data = piece.encode("utf-8", "surrogatepass")
                texts += data
                lengths.append(len(data))
        return cls(
            list(numbers),
            np.array(owners, np.int32),
            np.frombuffer(kinds, np.uint8),
            np.cumsum(lengths, dtype=np.int64),
            np.frombuffer(texts, np.uint8),
        )

    def __len__(self) -> int:
        """All rows, dead ones too."""
        return len(self.owners)

    def __getitem__(self, row: int) -> Passage:
        """The passage in a row.

        Raises:
            IndexError: there is no such row, or it is dead.
        """
        if not 0 <= row < len(self) or self.kinds[row] == DEAD:
            raise IndexError(f"no passage in row {row} of {len(self)}")
        start, border, end = self.offsets[2 * row : 2 * row + 3].tolist()
        part, text = self._decoded(start, border), self._decoded(border, end)
        kind = KINDS[self.kinds[row]]
        return Passage(self.questions[self.owners[row]], kind, part, text)

    def __iter__(self) -> Iterator[Passage]:
        """The passages of all living rows."""
        return (self[row] for row in np.flatnonzero(self.living).tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PassageTable | Sequence):
            return NotImplemented
        return list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def text(self, row: int) -> str:
        """The text in a row, which may be a dead one."""
        return self._decoded(*self.offsets[2 * row + 1 : 2 * row + 3].tolist())

    @cached_property
    def living(self) -> NDArray[np.bool_]:
        """Which rows hold a passage, shape (rows,)."""
        return np.asarray(self.kinds != DEAD)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Question id to its number, as in `owners`."""
        return {key: number for number, key in enumerate(self.questions)}

    def signatures(self) -> dict[str, bytes]:
        """A digest of each question's passages by question id: equal digests, equal passages."""
        rows = np.flatnonzero(self.living)
        starts = np.flatnonzero(np.diff(self.owners[rows], prepend=NOBODY))
        firsts = rows[starts].tolist()
        lasts = rows[np.append(starts[1:], len(rows)) - 1].tolist() if len(rows) else []
        owners = self.owners[rows[starts]].tolist()
        lengths = np.diff(self.offsets)
        found = {}
        for owner, first, last in zip(owners, firsts, lasts, strict=True):
            digest = blake2b(self.kinds[first : last + 1].tobytes(), digest_size=16)
            digest.update(lengths[2 * first : 2 * last + 2].tobytes())
            digest.update(
                self.texts[self.offsets[2 * first] : self.offsets[2 * last + 2]].tobytes()
            )
            found[self.questions[owner]] = digest.digest()
        return found

    def updated(
        self, questions: Sequence[str], dead: NDArray[np.bool_], added: "PassageTable"
    ) -> "PassageTable":
        """The table after a change of the bank: rows keep their place, new ones come last.

        Args:
            questions: question ids in the new bank's order.
            dead: rows whose passages are gone or stand among the added ones, shape (rows,).
            added: new passages, of questions that lose all their rows here.
        """
        numbers = {key: number for number, key in enumerate(questions)}

        def moved(table: "PassageTable") -> Owners:
            places = np.array(
                [numbers.get(key, NOBODY) for key in (*table.questions, "")], np.int32
            )
            return np.asarray(places[table.owners])

        gone = dead | ~self.living
        return PassageTable(
            questions,
            np.concatenate([np.where(gone, np.int32(NOBODY), moved(self)), moved(added)]),
            np.concatenate([np.where(gone, np.uint8(DEAD), self.kinds), added.kinds]),
            np.concatenate([self.offsets, added.offsets[1:] + self.offsets[-1]]),
            np.concatenate([self.texts, added.texts]),
        )

    def _decoded(self, start: int, end: int) -> str:
        return self.texts[start:end].tobytes().decode("utf-8", "surrogatepass")
