"""Bank, encoder, index and matcher put together: the only module that knows engine and index both.

Everything is opened on first use: what a command does not need, it does not pay for.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from corpus.banks import Bank, merged
from corpus.models import Question
from interviewer.config import Config, load_config
from interviewer.errors import UserError
from interviewer.paths import Paths, paths
from interviewer.store.moments import local_clock

if TYPE_CHECKING:
    from index.building import Built, Progress
    from index.encoder import Encoder
    from index.finding import Finder
    from index.requests import RequestListener
    from interviewer.engine.ports import Matcher
    from interviewer.engine.state import History, Settings
    from interviewer.library import IndexLibrary
    from interviewer.store.store import Store


def days_until(date: str) -> int:
    """Days from today to a day written YYYY-MM-DD; 0 when it is past."""
    import datetime

    return max(0, (datetime.date.fromisoformat(date) - datetime.date.today()).days)


_RECOGNIZED_BY = 600
"""Characters of an answer that tell which question it answers."""


class Services:
    """The application's parts, each made when it is first asked for; what a session leans on.

    Its properties raise BankError, RetrievalError or UserError with a sentence for the person.
    """

    def __init__(self, places: Paths | None = None) -> None:
        self.paths = places or paths()

    @cached_property
    def config(self) -> Config:
        return load_config(self.paths.config_file)

    @cached_property
    def bank_paths(self) -> tuple[Path, ...]:
        """The built-in bank, the person's own folder where it holds files, and configured ones."""
        from corpus.banks import BUILT_IN

        own = self.paths.user_banks
        further = [own] if own.is_dir() and any(own.glob("*.y*ml")) else []
        return (BUILT_IN, *further, *(Path(p).expanduser() for p in self.config.banks))

    @cached_property
    def bank(self) -> Bank:
        from corpus.loading import load_bank

        return load_bank(self.bank_paths, self.paths.compiled)

    @cached_property
    def source(self) -> str:
        """Fingerprint of the bank files in use."""
        from corpus.loading import source_fingerprint

        return source_fingerprint(self.bank_paths)

    @cached_property
    def encoder(self) -> "Encoder":
        return self.open_encoder(threads=1)

    def open_encoder(self, *, threads: int) -> "Encoder":
        """An encoder of its own, for a build with all cores."""
        from index.encoder import open_encoder

        return open_encoder(self.config.encoder_folder, self.paths.encoders, threads=threads)

    @cached_property
    def matcher(self) -> "Matcher":
        from index.cross_encoder import OnnxJudge
        from index.matching import RubricMatcher
        from index.weights import default_folder
        from interviewer.coding.running import run_tests
        from interviewer.examining import Examiner

        words = RubricMatcher(self.encoder, OnnxJudge(default_folder()))
        return Examiner(words, run_tests, self._recognize)

    def _recognize(self, question: Question, answer: str) -> str:
        """The question of the bank that an answer to another one answers; empty without an index."""
        if self.stale_reason() is not None:
            return ""
        found = self.finder.ask(answer[:_RECOGNIZED_BY], 1)
        if found.outcome != "answer" or found.hits[0].question_id in self.bank.twins(question.id):
            return ""
        return self.bank.by_id[found.hits[0].question_id].text

    @cached_property
    def listener(self) -> "RequestListener":
        from index.requests import RequestListener

        return RequestListener(self.encoder, self.paths.requests)

    @cached_property
    def library(self) -> "IndexLibrary":
        from interviewer.library import IndexLibrary

        return IndexLibrary(self)

    def history(self, settings: "Settings", store: "Store | None" = None) -> "History":
        """What planning may know of earlier sessions; the date of the interview among it.

        Args:
            settings: what was chosen.
            store: where earlier sessions are kept; None to plan without them.

        Raises:
            StoreError: it cannot be read.
        """
        from interviewer.engine.state import History

        days_left = days_until(settings.date) if settings.date else None
        if store is None:
            return History(days_left=days_left)
        from interviewer.recalling import recalled

        known = recalled(store, self.bank, local_clock())
        return known if days_left is None else replace(known, days_left=days_left)

    def adopt(self, questions: Iterable[Question]) -> None:
        """Let questions as they were asked take the place of what the bank holds by now."""
        was = [question for question in questions if self.bank.by_id.get(question.id) != question]
        if was:
            self.bank = merged([self.bank, Bank(tuple(was))])

    def stale_reason(self) -> str | None:
        """Why the index must be built, or None while it fits bank and encoder."""
        from index.manifest import stale_reason
        from index.storage import read_manifest

        manifest = read_manifest(self.paths.index)
        return stale_reason(manifest, encoder=self.encoder.id, source=self.source)

    @contextmanager
    def build_lock(self, *, wait: bool) -> Iterator[bool]:
        """Held by whoever builds; yields whether it was had.

        Raises:
            UserError: the index folder cannot be written.
        """
        from filelock import FileLock, Timeout

        try:
            self.paths.index.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.paths.index / "build.lock")
            lock.acquire(timeout=-1 if wait else 0)
        except Timeout:
            yield False
            return
        except OSError as error:
            raise UserError(
                f"The index cannot be written to {self.paths.index} ({error.strerror}); make it "
                "writable or set INTERVIEWER_HOME to another folder"
            ) from error
        try:
            yield True
        finally:
            lock.release()

    def build(
        self,
        progress: "Callable[[Progress], None]",
        *,
        force: bool = False,
        stop: Callable[[], bool] = lambda: False,
    ) -> "Built":
        """Build the index with all cores; the caller holds the build lock."""
        import os

        from index.building import build

        return build(
            self.bank,
            self.open_encoder(threads=os.cpu_count() or 1),
            self.paths.index,
            source=self.source,
            force=force,
            progress=progress,
            stop=stop,
        )

    def ensure_index(self, progress: "Callable[[Progress], None]") -> None:
        """Build where the index is stale; waits for another process that is at it."""
        if self.stale_reason() is None:
            return
        with self.build_lock(wait=True):
            if self.stale_reason() is not None:
                self.build(progress)

    def open_finder(self) -> "Finder":
        """A finder over the index on disk, which may be an early one while a build goes on.

        Raises:
            StorageError: there is none, or it is damaged.
        """
        from index.finding import Finder
        from index.storage import load

        return Finder(self.bank, load(self.paths.index), self.encoder)

    @cached_property
    def finder(self) -> "Finder":
        return self.open_finder()

    def open_store(self) -> "Store":
        """The person's history, to write to; the caller closes it.

        Raises:
            StoreError: it cannot be opened or written.
        """
        from interviewer.store.opening import open_store

        return open_store(self.paths.history, local_clock, backups=self.paths.backups)

    def open_history(self) -> "Store":
        """The person's history, to look at; nothing is made where there is none.

        Raises:
            StoreError: it cannot be opened.
        """
        from interviewer.store.opening import open_reading

        return open_reading(self.paths.history, local_clock)

    def find_question(self, name: str) -> Question:
        """The question with this id or text.

        Raises:
            UserError: there is none.
        """
        question = self.bank.find(name)
        if question is None:
            shown = name if len(name) <= 60 else name[:59] + "…"
            raise UserError(
                f"No question has the id or text {shown!r}; find one with: interviewer ask TEXT"
            )
        return question
