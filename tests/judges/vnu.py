"""The Nu HTML Checker, the W3C's validator of HTML and CSS, from the jar in the npm package `vnu-jar`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.judges import programs
from tests.judges.finding import Finding, JudgeBroken

PACKAGE = "vnu-jar"


def missing() -> str | None:
    return programs.missing("java") or programs.missing_package(PACKAGE)


def version() -> str:
    return f"Nu HTML Checker {programs.package_version(PACKAGE)}"


def judge(pages: Sequence[Path]) -> dict[Path, list[Finding]]:
    """Judges many HTML pages in one JVM; every message is a finding, also what it merely informs of."""
    if absent := [page for page in pages if not page.is_file()]:
        raise JudgeBroken(f"the Nu HTML Checker passes over what is not there: {absent}")
    jar = programs.NODE_MODULES / PACKAGE / "build" / "dist" / "vnu.jar"
    names = {page.resolve().as_uri(): page for page in pages}
    options = ("--format", "json", "--stdout", "--exit-zero-always", "--also-check-svg")
    # Its grammar is walked by recursion, deeper than the usual stack for deep documents.
    command = ("java", "-Xss64m", "-XX:TieredStopAtLevel=1", "-jar", jar, *options)
    done = programs.run(*command, *(page.resolve() for page in pages), timeout=60 + 5 * len(pages))
    try:
        messages = json.loads(done.stdout)["messages"]
    except ValueError:
        raise JudgeBroken(f"the Nu HTML Checker gave no verdict: {done.stderr.strip()}") from None
    verdicts: dict[Path, list[Finding]] = {page: [] for page in pages}
    for message in messages:
        page = names.get(message.get("url", "").replace("file:/", "file:///", 1))
        if page is None:
            raise JudgeBroken(f"the Nu HTML Checker: {message['message']}")
        kind = message.get("subType") or message["type"]
        where = f"line {message.get('lastLine')}: {message.get('extract', '')}"
        verdicts[page].append(Finding(str(page), "error", kind, message["message"], where))
    return verdicts
