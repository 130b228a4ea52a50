"""The command line of the law: `law evaluate`, `explain`, `diff`, `check`, `list`."""

import argparse
from collections.abc import Sequence

from mingjing.law import books


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when something was found wrong, 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="mj law", description=__doc__)
    parser.add_subparsers(dest="command", required=True).add_parser("list", help="every rule of the books")
    parser.parse_args(argv)
    for rule in books.current().rules.values():
        print(rule.id, str(rule.title))
    return 0
