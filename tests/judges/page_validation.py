"""page-validation, which holds a PDF against the rules of PDF/UA and PDF/A."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version as package_version
from pathlib import Path

import page

from tests.judges.finding import Finding

Profile = page.ValidationProfile


def missing() -> str | None:
    return None  # pip installs it with the dev group, so importing this module is the proof


def version() -> str:
    return f"page-validation {package_version('page-validation')}"


def judge(files: Sequence[Path], profile: Profile = Profile.PDF_UA_1) -> dict[Path, list[Finding]]:
    """Holds many PDFs against one standard."""
    return {file: _judge_one(file, profile) for file in files}


def _judge_one(file: Path, profile: Profile) -> list[Finding]:
    try:
        report = page.validate_pdf(file, profile=profile)
    except page.PageError as error:
        return [Finding(str(file), "fatal", type(error).__name__, str(error))]
    findings = [_finding(file, failure) for failure in report.failures]
    if not report.is_compliant and not findings:
        findings = [Finding(str(file), "error", "not-compliant", f"fails {profile.name} without a reason")]
    return findings


def _finding(file: Path, failure: page.ValidationFailure) -> Finding:
    where = f"object {failure.object_id.object_number}" if failure.object_id else ""
    return Finding(str(file), "error", failure.rule_id, failure.message, where)
