"""epub.js, a real reading system, which opens an EPUB, turns its pages and follows its navigation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from tests.judges import chromium, programs
from tests.judges.finding import Finding, JudgeBroken

PACKAGE, UNZIP = "epubjs", "jszip"
DRIVER = Path(__file__).with_name("reading_system_driver.mjs")


class Way(msgspec.Struct, frozen=True):
    """A way into the text: where it leads, its label, whether that was then on the screen, and the words
    there: of the target, or after one that has none."""

    href: str
    label: str
    shown: bool
    words: str


class Screen(msgspec.Struct, frozen=True):
    """What a reader holds: its size in CSS pixels, and whether it is night."""

    width: int
    height: int
    dark: bool


PHONE_BY_DAY, TABLET_BY_NIGHT = Screen(400, 700, False), Screen(820, 1180, True)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader met: each page turned (its file and number), the colour of the first, and each way that
    was followed; ``backs`` lead from notes to their calls."""

    findings: list[Finding]
    turned: list[str] = []
    ground: str = ""
    spine: list[str] = []
    direction: str = ""
    toc: list[Way] = []
    landmarks: list[Way] = []
    pages: list[Way] = []
    notes: list[Way] = []
    backs: list[Way] = []


def missing() -> str | None:
    return chromium.missing() or programs.missing_package(PACKAGE) or programs.missing_package(UNZIP)


def version() -> str:
    return f"{PACKAGE} {programs.package_version(PACKAGE)}"


def read(epubs: Sequence[Path], screen: Screen = PHONE_BY_DAY) -> dict[Path, Reading]:
    """Reads many EPUBs from the first page to the last, and what their navigation leads to."""
    done = programs.run(
        "node",
        DRIVER,
        programs.NODE_MODULES,
        chromium.browser(),
        stdin=json.dumps({"files": [str(epub.resolve()) for epub in epubs], **msgspec.to_builtins(screen)}),
        timeout=60 + 60 * len(epubs),
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(answers) != len(epubs):
        raise JudgeBroken(f"epub.js stopped at {len(answers)} of {len(epubs)}: {done.stderr.strip()}")
    return {epub: _reading(epub, answer) for epub, answer in zip(epubs, answers, strict=True)}


def _reading(epub: Path, answer: dict[str, Any]) -> Reading:
    found = [{"file": str(epub), "level": "error", **finding} for finding in answer["findings"]]
    return msgspec.convert({**answer, "findings": found}, Reading)
