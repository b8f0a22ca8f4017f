"""Holds sessions without end, telling on stdout what is committed: `python -m ... FILE SEED`.

Each line is written after what it tells is on disk, so whoever kills this process knows what must be there.
"""

import os
import random
import sys
from pathlib import Path

from interviewer.exporting.archive import backup
from interviewer.exporting.telling import told
from interviewer.exporting.web import session_html
from interviewer.paths import Paths
from interviewer.schedule.reviewing import take_reviews
from interviewer.store.opening import open_store
from interviewer.store.store import Store
from tests.interviewer.store.stories import QUESTIONS, START, SetClock, advanced, begun


def main() -> None:
    file, chance = Path(sys.argv[1]), random.Random(sys.argv[2])
    tell("opening")
    with open_store(file, SetClock()) as store:
        tell("opened")
        while True:
            hold(store, file.parent, chance)


def hold(store: Store, folder: Path, chance: random.Random) -> None:
    kept = store.sessions.begin(begun(seed=chance.randrange(1000)), QUESTIONS.values())
    tell(f"began {kept.id}")
    for number in range(3):
        text = f"moon {chance.random()} " + "word " * chance.randrange(400)
        store.sessions.save_draft(kept.id, text[:20])
        tell(f"draft {kept.id} {text[:20]}")
        kept = store.sessions.hear(kept, text)
        tell(f"heard {kept.id} {text}")
        kept = store.sessions.keep(kept, advanced(kept.session, text))
        tell(f"kept {kept.id} {number + 1}")
    take_reviews(store)
    tell("exporting")
    page = folder / f"{kept.id}.html"
    page.with_suffix(".partial").write_text(session_html(told(store, kept.id, {})), "utf-8")
    page.with_suffix(".partial").replace(page)
    tell("backing up")
    archive = folder / f"{kept.id}.zip"
    archive.unlink(missing_ok=True)
    backup(store, Paths(folder / "c", folder, folder / "x"), archive, START)
    tell(f"backed up {kept.id}")


def tell(line: str) -> None:
    os.write(1, line.encode() + b"\n")


if __name__ == "__main__":
    main()
