"""Finding and running programs we did not write."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NODE_MODULES = ROOT / ".judges" / "node_modules"


def find(*names: str) -> str | None:
    """The path of the first of these programs that is installed."""
    return next(filter(None, map(shutil.which, names)), None)


def missing(*names: str) -> str | None:
    """Says that none of these programs is installed; None when one is."""
    return None if find(*names) else f"no {' or '.join(names)} in PATH"


def missing_package(name: str) -> str | None:
    """Says that an npm package is not installed; None when it is."""
    return None if (NODE_MODULES / name).is_dir() else f"no npm package {name} in .judges"


def package_version(name: str) -> str:
    """The version of an npm package."""
    return str(json.loads((NODE_MODULES / name / "package.json").read_text("utf-8"))["version"])


def run(
    *command: str | Path, stdin: str = "", timeout: float = 120, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end, in English and UTF-8, and ends it with all its children when time is up.

    A group of its own, because `soffice` and `chromium` are scripts: killing those leaves the real program.
    """
    with subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(stdin, timeout=timeout)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def first_line(*command: str) -> str:
    """The first line a program prints of itself, on whichever stream."""
    done = run(*command, timeout=60)
    return (done.stdout + done.stderr).strip().partition("\n")[0]
