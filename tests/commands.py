"""What the tests of the command line share: sources, and the shape of a clean refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

FRONT = "---\ntitle: A title\nlanguage: en\n---\n\n"
LINE = re.compile(
    r"^(?P<where>[^\n]*?:(\d+:\d+)?) (?P<severity>error|warning|info) (?P<code>[a-z0-9-]+) (?P<message>.+)$"
)


Run = Callable[..., tuple[int, str, str]]


def source(text: str | bytes, name: str = "doc.md", front: str = FRONT) -> str:
    Path(name).write_bytes(text if isinstance(text, bytes) else (front + text).encode())
    return name


def refused(run: Run, code: int, *arguments: str) -> list[str]:
    """The codes of the notices of a command that must fail cleanly, and leave no file."""
    before = sorted(Path().rglob("*"))
    exit_code, out, err = run("export", *arguments)
    assert exit_code == code, err
    assert "Traceback" not in err
    assert out == ""
    assert sorted(Path().rglob("*")) == before
    lines = [LINE.match(line) for line in err.splitlines()]
    assert lines and all(lines), err
    return [line["code"] for line in lines if line]
