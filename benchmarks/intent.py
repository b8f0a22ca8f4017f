"""What candidates' turns are taken for: `python -m benchmarks.intent`.

Prints the confusion table of the test part of the labelled turns, each kind of error with its texts, the
same for the bank's own spoken wordings, all of which are answers, and the time a turn takes.
"""

import argparse
import csv
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.tables import markdown
from interviewer.engine import intent
from interviewer.wiring import Services

TURNS = Path(__file__).parent.parent / "tests" / "data" / "turns.tsv"
ANSWER = "answer"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=Path, default=TURNS)
    parser.add_argument("--part", default="test", help="dev or test (default: test)")
    args = parser.parse_args()
    services = Services()
    turns = read_turns(args.turns, args.part)
    heard = [taken_for(services, text) for _, text in turns]
    _print_confusion([label for label, _ in turns], heard)
    _print_errors(turns, heard)
    _print_bank(services)
    _print_times(services, [text for _, text in turns])


def read_turns(file: Path, part: str) -> list[tuple[str, str]]:
    """Pairs of label and text of one part."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["intent"], row["text"]) for row in rows if row["part"] == part]


def taken_for(services: Services, text: str) -> str:
    """The name of the request that a text is taken for, or `answer`."""
    said = intent.understand(text, services.listener)
    return said.name if isinstance(said, intent.Command) else ANSWER


def _print_confusion(labels: Sequence[str], heard: Sequence[str]) -> None:
    names = [ANSWER, *intent.SPOKEN]
    counts = Counter(zip(labels, heard, strict=True))
    rows = [
        [name, *(counts[name, other] or "" for other in names), sum(lab == name for lab in labels)]
        for name in names
    ]
    print(markdown(["said \\ taken for", *names, "all"], rows))
    answers = sum(label == ANSWER for label in labels)
    wrong = sum(counts[ANSWER, name] for name in intent.SPOKEN)
    asked = len(labels) - answers
    right = sum(counts[name, name] for name in intent.SPOKEN)
    print(f"\nAnswers taken for a request: {wrong} of {answers} ({_share(wrong, answers)}).")
    print(f"Requests heard as what they are: {right} of {asked} ({_share(right, asked)}).")


def _print_errors(turns: Sequence[tuple[str, str]], heard: Sequence[str]) -> None:
    wrong = [
        [label, other, text]
        for (label, text), other in zip(turns, heard, strict=True)
        if label != other
    ]
    if wrong:
        print("\n" + markdown(["said", "taken for", "text"], wrong))


def _print_bank(services: Services) -> None:
    texts = [
        says
        for question in services.bank.questions
        for entry in (*question.key_points, *question.pitfalls)
        for says in entry.says
    ]
    wrong = [(name, text) for text in texts if (name := taken_for(services, text)) != ANSWER]
    print(
        f"\nThe bank's spoken wordings taken for a request: {len(wrong)} of {len(texts)} "
        f"({_share(len(wrong), len(texts))})."
    )
    for name, text in wrong[:20]:
        print(f"- {name}: {text}")


def _print_times(services: Services, texts: Sequence[str]) -> None:
    times = []
    for text in texts:
        start = time.perf_counter()
        taken_for(services, text)
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    rows = [[f"{statistics.median(times):.1f}", f"{times[int(0.99 * len(times))]:.1f}"]]
    print("\n" + markdown(["hearing a turn, p50 ms", "p99 ms"], rows))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "none"


if __name__ == "__main__":
    main()
