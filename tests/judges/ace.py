"""Ace by DAISY, the accessibility checker for EPUB, from npm, with the Chromium of this machine."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.judges import chromium, programs
from tests.judges.finding import Finding, JudgeBroken

PACKAGE = "@daisy/ace-cli"
DRIVER = Path(__file__).with_name("ace_driver.mjs")


def missing() -> str | None:
    return chromium.missing() or programs.missing_package(PACKAGE)


def version() -> str:
    return f"Ace by DAISY {programs.package_version(PACKAGE)}"


def judge(epubs: Sequence[Path]) -> dict[Path, list[Finding]]:
    """Judges many EPUBs in one process: a violation of any impact, however minor, is a finding."""
    with tempfile.TemporaryDirectory(prefix="ace-") as scratch:
        done = programs.run(
            "node",
            DRIVER,
            programs.NODE_MODULES,
            scratch,
            stdin=json.dumps([str(epub.resolve()) for epub in epubs]),
            timeout=60 + 60 * len(epubs),
            # Its logs and its copies of the publication go where we clear up.
            environment={
                "PUPPETEER_EXECUTABLE_PATH": chromium.browser(),
                "TMPDIR": scratch,
                "XDG_STATE_HOME": scratch,
            },
        )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(answers) != len(epubs):
        raise JudgeBroken(f"Ace stopped at {len(answers)} of {len(epubs)}: {done.stderr.strip()}")
    return {epub: _findings(epub, answer) for epub, answer in zip(epubs, answers, strict=True)}


def _findings(epub: Path, answer: dict[str, Any]) -> list[Finding]:
    if "broken" in answer:
        return [Finding(str(epub), "fatal", "not-judged", answer["broken"])]
    if (answer["outcome"] == "pass") == bool(answer["violations"]):
        raise JudgeBroken(f"Ace contradicts itself on {epub}: {answer}")
    return [
        Finding(str(epub), "error", found["code"], f"{found['impact']}: {found['message']}", found["where"])
        for found in answer["violations"]
    ]
