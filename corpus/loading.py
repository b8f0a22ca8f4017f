"""Banks from files and folders, each file parsed once and kept compiled beside its digest."""

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from corpus import fingerprint
from corpus.banks import BUILT_IN, Bank, merged
from corpus.errors import BankError, Problem
from corpus.models import Concept, ConceptFile, Model, Question, TopicFile
from corpus.nodes import Node, read_text
from corpus.parsing import convert, from_json, to_json
from corpus.validation import check_concepts, check_question, check_references

CONCEPTS_NAME = "concepts.yaml"
_SUFFIXES = {".yaml", ".yml"}


class _Compiled(Model, frozen=True, kw_only=True):
    """A parsed bank file as it is cached: content, and the line each question starts on."""

    version: int
    topic: TopicFile | None = None
    concepts: ConceptFile | None = None
    lines: tuple[int, ...] = ()

    def fits(self, file: Path) -> bool:
        """Whether this can be what that file compiles to."""
        if self.version != _COMPILED_VERSION:
            return False
        if file.name == CONCEPTS_NAME:
            return self.concepts is not None
        return self.topic is not None and len(self.lines) == len(self.topic.questions)


# Part of every cache key: a release with other models must not read this one's files.
_COMPILED_VERSION = 1


def bank_files(path: Path) -> list[Path]:
    """The bank files at a path: the file itself, or a folder's YAML files by name.

    Raises:
        BankError: there is no such file or folder, it cannot be read, or the folder holds no YAML.
    """
    try:
        if path.is_dir():
            files = sorted(p for p in path.iterdir() if p.suffix in _SUFFIXES and p.is_file())
            if not files:
                raise BankError([Problem(str(path), 0, "", "no .yaml file", "at least one")])
            return files
        if not path.exists():
            raise BankError([Problem(str(path), 0, "", "nothing there", "a bank file or folder")])
    except OSError as error:
        reason = error.strerror or str(error)
        raise BankError([Problem(str(path), 0, "", reason, "a bank file or folder")]) from error
    return [path]


def load_bank(paths: Sequence[Path] = (BUILT_IN,), cache: Path | None = None) -> Bank:
    """The bank of several files or folders; a later one overrides earlier questions by id.

    Args:
        paths: files or folders, the built-in bank by default.
        cache: a folder for compiled files; parsing YAML is 50 times slower than reading them back.
            A cache that cannot be read or written is passed over.

    Raises:
        BankError: with all problems of all files, unless references between them are all that is
            wrong; then with those.
    """
    problems: list[Problem] = []
    sources: list[Bank] = []
    places: dict[str, tuple[str, int]] = {}
    for path in paths:
        try:
            sources.append(_load_source(path, cache, places))
        except BankError as error:
            problems.extend(error.problems)
    if problems:
        raise BankError(problems)
    bank = merged(sources)
    problems = list(check_references(bank.by_id, bank.concepts_by_id, places))
    if problems:
        raise BankError(problems)
    return bank


def source_fingerprint(paths: Sequence[Path]) -> str:
    """SHA-256 over names and bytes of all files, to see at a glance whether a bank changed.

    Raises:
        BankError: a file cannot be read.
    """
    parts: list[str] = []
    for path in paths:
        for file in bank_files(path):
            try:
                parts += [file.name, fingerprint.of_bytes(file.read_bytes())]
            except OSError as error:
                reason = error.strerror or str(error)
                raise BankError([Problem(str(file), 0, "", reason, "a readable file")]) from error
    return fingerprint.of_texts(parts)


def _load_source(path: Path, cache: Path | None, places: dict[str, tuple[str, int]]) -> Bank:
    """One file or folder; ids must be unique within it."""
    problems: list[Problem] = []
    questions: dict[str, Question] = {}
    concepts: list[Concept] = []
    own: dict[str, tuple[str, int]] = {}
    for file in bank_files(path):
        try:
            compiled = _load_file(file, cache)
        except BankError as error:
            problems.extend(error.problems)
            continue
        if compiled.concepts is not None:
            problems.extend(check_concepts(compiled.concepts.concepts, str(file)))
            concepts.extend(compiled.concepts.concepts)
        if compiled.topic is None:
            continue
        for question, line in zip(compiled.topic.questions, compiled.lines, strict=True):
            if question.id in own:
                first = "{}:{}".format(*own[question.id])
                found = f"the id {question.id!r} again (first at {first})"
                problems.append(Problem(str(file), line, "id", found, "each id once"))
                continue
            problems.extend(check_question(question, str(file), line))
            own[question.id] = (str(file), line)
            questions[question.id] = _with_topic(question, compiled.topic.topic)
    if problems:
        raise BankError(problems)
    places.update(own)
    shown = {key: f"{file}:{line}" for key, (file, line) in own.items()}
    return Bank(tuple(questions.values()), tuple(concepts), shown)


def _with_topic(question: Question, topic: str) -> Question:
    if question.topic is not None:
        return question
    return msgspec.structs.replace(question, topic=topic)


def _load_file(file: Path, cache: Path | None) -> _Compiled:
    text = read_text(file)
    if cache is None:
        return _compile(text, file)
    key = fingerprint.of_texts([str(_COMPILED_VERSION), file.name, text])
    kept = cache / f"{key}.json"
    try:
        compiled = from_json(kept.read_bytes(), _Compiled)
        if compiled.fits(file):
            return compiled
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        pass
    compiled = _compile(text, file)
    _keep(kept, to_json(compiled))
    return compiled


def _compile(text: str, file: Path) -> _Compiled:
    from corpus.yaml_source import read_tree

    root = read_tree(text, str(file))
    if file.name == CONCEPTS_NAME:
        concepts = convert(root, str(file), ConceptFile)
        return _Compiled(version=_COMPILED_VERSION, concepts=concepts)
    topic = convert(root, str(file), TopicFile)
    return _Compiled(version=_COMPILED_VERSION, topic=topic, lines=tuple(_lines(root)))


def _lines(root: Node) -> Iterable[int]:
    questions = root.value.get("questions")
    return [node.line for node in questions.value] if questions is not None else []


def _keep(kept: Path, data: bytes) -> None:
    """Write a cache file whole or not at all; a cache that cannot be written is no error."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=kept.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        os.replace(name, kept)
    except OSError:
        pass
