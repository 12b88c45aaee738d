"""The instructions that one more personalised handout takes in three formats: what CI holds, for the clock
of a shared machine holds nothing.

Callgrind counts two runs, of 5 and of 13 documents; an eighth of the difference is one document, without
the start. The first three of a template are still finding out what its documents share, and before the fifth a
worker looks through all that it has made for garbage. The same code takes the same number to within a
thousandth, once it is compiled.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

_FEW, _MORE = 5, 13
MOST = 12_600_000
"""What a document may take, a tenth more than it does: lower it when that takes less."""


def main() -> int:
    if len(sys.argv) == 2:
        _make(int(sys.argv[1]))
        return 0
    _make(1)  # compiles what has changed
    one = (_counted(_MORE) - _counted(_FEW)) // (_MORE - _FEW)
    print(f"one more handout: {one:,} instructions, and {MOST:,} are the most it may take")
    return one > MOST


def _make(count: int) -> None:
    from tests.benchmarks.personal import FORMATS, maker

    make = maker(FORMATS)
    for number in range(count):
        make(number)


def _counted(count: int) -> int:
    """The instructions of a process that makes ``count`` documents."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    command += [sys.executable, "-m", "tests.benchmarks.instructions", str(count)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stderr
    found = re.search(r"Collected : (\d+)", said)
    if not found:
        raise SystemExit(f"callgrind said nothing: {said[-500:]}")
    return int(found[1])


if __name__ == "__main__":
    sys.exit(main())
