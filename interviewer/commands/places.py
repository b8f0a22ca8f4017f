"""`interviewer paths`: where things lie."""

from argparse import Namespace
from typing import Any

from interviewer.commands.output import add_json, print_json


def add(commands: Any) -> None:
    parser = commands.add_parser("paths", help="where configuration, data and index lie")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from corpus.banks import BUILT_IN
    from interviewer.paths import paths

    places = paths()
    record = {
        "config": str(places.config_file),
        "data": str(places.data),
        "banks": str(places.user_banks),
        "history": str(places.history),
        "backups": str(places.backups),
        "cache": str(places.cache),
        "index": str(places.index),
        "built-in bank": str(BUILT_IN),
    }
    if args.json:
        print_json(record)
    else:
        for name, place in record.items():
            print(f"{name}: {place}")
    return 0
