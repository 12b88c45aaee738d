"""The same bytes in another folder, under another hash seed, twice in one process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import exporter
from exporter.backends import BACKENDS

GUIDE = Path(__file__).parent.parent / "content/ketamine-cream.md"


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def run(folder: Path, seed: str, **environment: str) -> dict[str, str]:
    """Exports a copy of the guide that lies in ``folder``, in a process of its own."""
    folder.mkdir()
    (folder / "guide.md").write_bytes(GUIDE.read_bytes())
    command = [
        sys.executable,
        "-m",
        "exporter",
        "export",
        "guide.md",
        "--to",
        ",".join(BACKENDS),
        "--out",
        "out",
    ]
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    variables = {**kept, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC", **environment}
    subprocess.run(command, cwd=folder, env=variables, check=True, capture_output=True)
    return digests(folder / "out")


def test_two_folders_two_hash_seeds_two_time_zones(tmp_path: Path) -> None:
    first = run(tmp_path / "here", "1")
    assert sorted(first) == ["guide.docx", "guide.epub", "guide.html", "guide.pdf"]
    assert first == run(tmp_path / "there", "4711")


def test_source_date_epoch_is_obeyed(tmp_path: Path) -> None:
    first = run(tmp_path / "a", "1", SOURCE_DATE_EPOCH="1800000000")
    assert first == run(tmp_path / "b", "2", SOURCE_DATE_EPOCH="1800000000")
    plain = run(tmp_path / "c", "1")
    assert all(first[name] != plain[name] for name in ("guide.docx", "guide.epub", "guide.pdf"))


def test_twice_in_one_process() -> None:
    document = exporter.load(GUIDE)
    one, two = (exporter.export(document, to=BACKENDS) for _ in range(2))
    assert {name: file.data for name, file in one.items()} == {name: file.data for name, file in two.items()}
