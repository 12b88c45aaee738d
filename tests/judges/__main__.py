"""Prints which judges are here: the end of `make judges`. Exits with 1 when one is missing."""

from __future__ import annotations

import sys

from tests.judges.available import JUDGES, why_missing


def main() -> int:
    for name, judge in JUDGES.items():
        reason = why_missing(name)
        print(f"{name:16} {f'MISSING: {reason}' if reason else judge.version()}")
    return 1 if any(map(why_missing, JUDGES)) else 0


if __name__ == "__main__":
    sys.exit(main())
