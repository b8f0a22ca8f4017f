"""kill -9 at random moments of scripted sessions: `python -m benchmarks.kill_nine --kills 200`.

Every second writer starts on a file of the first version, so that kills fall into migrations too. After each
kill every committed text must be there, the file must pass SQLite's full check, and sessions must resume.
"""

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.tables import markdown
from tests.interviewer.store.killing import checked, killed, old_file


def main() -> None:
    """Print how many kills fell where; stops with an AssertionError where anything is lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    kills = parser.parse_args().kills
    moments: Counter[str] = Counter()
    texts = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(kills):
            file = Path(folder) / str(number // 2) / "history.db"
            if number % 2 == 0:
                old_file(file)
            told = killed(file, number)
            texts += checked(file, told)
            moments[_moment(told[-1], migrating=number % 2 == 0)] += 1
    rows = [(moment, count) for moment, count in moments.most_common()]
    print(markdown(("killed", "times"), [*rows, ("all", kills)]))
    print(f"\n{texts} committed texts, none lost.")


def _moment(line: str, *, migrating: bool) -> str:
    """What the writer was at after its last line."""
    word = line.split()[0]
    if word == "opening":
        return "while migrating" if migrating else "while opening"
    return {
        "opened": "while beginning a session",
        "began": "while keeping a first draft",
        "draft": "while keeping a text",
        "heard": "while keeping a state",
        "kept": "while keeping a draft, or counting reviews",
        "exporting": "while exporting",
        "backing": "while backing up",
        "backed": "while beginning a session",
    }[word]


if __name__ == "__main__":
    main()
