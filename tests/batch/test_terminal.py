"""What a batch says on a terminal: a bar that fits, a plan before it, and a summary behind it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

LETTER = "---\ntitle: For {{ name }}\nlanguage: en\nfields:\n  name: {type: text}\n---\n\nDear {{ name }}.\n"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def said(folder: Path, columns: int, *more: str) -> tuple[int, list[str]]:
    """The exit code, and each line as it stood on a terminal of so many columns, also those drawn over."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "exporter", "batch", "letter.md", "--data", "rows.csv", "--to", "html", *more],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
    )  # fmt: skip
    os.close(theirs)
    text = b""
    try:
        while data := os.read(ours, 4096):
            text += data
    except OSError:  # how Linux says that nobody writes any more
        pass
    os.close(ours)
    return process.wait(), re.split(r"[\r\n]+", text.decode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "letter.md").write_text(LETTER, "utf-8")
    names = "".join(f"Ada {number},1\n" if number != 7 else ",1\n" for number in range(60))
    (tmp_path / "rows.csv").write_text(f"name,clinic\n{names}", "utf-8")
    return tmp_path


@pytest.mark.parametrize("columns", [80, 200, 0])
def test_the_bar_fits_and_all_around_it_is_said_once(folder: Path, columns: int) -> None:
    code, lines = said(folder, columns, "--out", "out")
    assert code == 6
    bars = [line.rstrip() for line in lines if " % " in line]
    assert any("a second" in bar for bar in bars)
    assert all("of 60" in bar and bar.endswith("1 set aside") for bar in bars), bars
    assert max(map(len, bars)) <= 100 and (columns != 80 or max(map(len, bars)) < 80)
    plain = [_COLOURS.sub("", line).rstrip() for line in lines if " % " not in line and line.strip()]
    assert plain[0].startswith("rows.csv:9:1 error data-row row 8, column 'name'")
    assert plain[1:3] == ["rows.csv   60 rows, 1 set aside", "out        59 files (html)"]
    assert plain[3].startswith("done       59 documents in ") and plain[4].startswith("           59 files, ")
    assert plain[5:] == [
        "set aside  1 row; out/manifest.jsonl says why",
        "           put it right and run the same command: it makes only what is missing",
    ]
    assert any("\x1b[32mdone" in line for line in lines)


def test_a_pipe_gets_no_bar_and_no_colours(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "exporter", "batch", "letter.md", "--data", "rows.csv", "--to", "html", "--out", "out"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 6
    assert "\x1b" not in ran.stdout + ran.stderr and "%" not in ran.stdout + ran.stderr
    assert len(ran.stderr.splitlines()) == 1
