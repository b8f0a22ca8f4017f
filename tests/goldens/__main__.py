"""Write all transcripts anew, and print what a turn takes."""

import statistics

from interviewer.wiring import Services
from tests.goldens.holding import FOLDER, SCRIPTS, held, rendered


def main() -> None:
    """Hold every scripted session and write its transcript beside its script's folder."""
    services = Services()
    services.ensure_index(lambda _: None)
    seconds: list[float] = []
    for file in sorted(SCRIPTS.glob("*.yaml")):
        session, took = held(services, file)
        (FOLDER / f"{file.stem}.md").write_text(rendered(file, session), encoding="utf-8")
        seconds += took
        print(f"{file.stem}: {len(session.turns)} turns")
    seconds.sort()
    slow = seconds[int(0.95 * len(seconds))]
    print(
        f"A turn takes {1000 * statistics.median(seconds):.0f} ms; 95 % stay under {1000 * slow:.0f} ms."
    )


if __name__ == "__main__":
    main()
