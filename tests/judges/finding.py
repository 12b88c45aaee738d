"""What a judge says about a file, in one shape for all judges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["fatal", "error", "warning", "info", "usage"]


class JudgeBroken(RuntimeError):
    """A judge gave no verdict. Silence of this kind must never be taken for approval."""


@dataclass(frozen=True)
class Finding:
    """One message of one judge."""

    file: str
    level: Level
    code: str
    message: str
    where: str = ""

    def __str__(self) -> str:
        where = f" ({self.where})" if self.where else ""
        return f"{self.file}: {self.level} {self.code} {self.message}{where}"


def problems(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that a good file must not have: warnings count, information does not."""
    return [finding for finding in findings if finding.level in ("fatal", "error", "warning")]
