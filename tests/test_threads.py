"""The Python interface is safe to call from threads, also when they are the first to call it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GUIDE = Path(__file__).parent.parent / "content/ketamine-cream.md"

SCRIPT = f"""
import sys, threading
import exporter
sys.setswitchinterval(1e-5)
start = threading.Barrier(6)
found = []

def export():
    start.wait()
    files = exporter.export(exporter.load({str(GUIDE)!r}), to=["html", "pdf"])
    found.append(tuple(rendered.data for rendered in files.values()))

threads = [threading.Thread(target=export) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(found) == 6 and len(set(found)) == 1, (len(found), [len(part) for files in found for part in files])
"""


def test_six_threads_at_a_cold_start_make_the_same_files() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
