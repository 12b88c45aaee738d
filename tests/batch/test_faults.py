"""Faults: rows that kill, hang or exhaust their worker, kills, signals, full disks, two runs (F1 to F15, C1)."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LETTER = "---\ntitle: For {{ name }}\nlanguage: en\nfields:\n  name: {type: text}\n---\n\nDear {{ name }}.\n"
POISONED = """
import os, signal, sys, time
from exporter.batch import work
from exporter.cli.process import main

renderings = work.renderings

def poisoned(document, *, values, **more):
    match values["name"]:
        case "kill": os.kill(os.getpid(), signal.SIGKILL)
        case "abort": os.abort()
        case "leave": os._exit(3)
        case "hang":
            while True: pass
        case "eat": bytearray(10_000_000_000)
        case "raise": raise RuntimeError("poison")
        case "slow": time.sleep(0.5)
        case "once" if not os.path.exists("once"):
            open("once", "w").close()
            os.abort()
    yield from renderings(document, values=values, **more)

work.renderings = poisoned
if __name__ == "__main__":
    sys.exit(main())
"""
BATCH = ("batch", "letter.md", "--data", "rows.jsonl", "--to", "html", "--out", "out", "--name", "{row}")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("letter.md").write_text(LETTER, "utf-8")
    Path("poisoned.py").write_text(POISONED, "utf-8")
    return tmp_path


def rows(*names: str) -> None:
    Path("rows.jsonl").write_text("".join(json.dumps({"name": name}) + "\n" for name in names), "utf-8")


def started(*more: str, **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "poisoned.py", *BATCH, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def run(*more: str, **options: Any) -> tuple[int, str]:
    """The exit code and what was said on standard error."""
    process = started(*more, **options)
    _, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    return process.returncode, err


def manifest() -> list[dict[str, Any]]:
    path = Path("out/manifest.jsonl")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def assert_complete(count: int) -> None:
    """Every document is there and on record once, and nothing else is there."""
    assert Counter((line["row"], line["status"]) for line in manifest()) == {
        (n, "done"): 1 for n in range(1, count + 1)
    }
    files = [path for path in Path("out").rglob("*") if path.is_file()]
    names = [f"{number:05}.html" for number in range(1, count + 1)]
    assert sorted(path.name for path in files) == [*names, "manifest.jsonl"]
    assert all(path.read_bytes().rstrip().endswith(b"</html>") for path in files if path.suffix == ".html")


def test_f5_to_f8_a_row_that_ends_its_worker_fails_alone() -> None:
    """And one that takes long, but not too long (L10), is made."""
    poison = {3: "kill", 5: "abort", 7: "hang", 9: "eat", 11: "raise", 13: "leave"}
    rows(*({15: "slow", **poison}.get(number, f"Ada {number}") for number in range(1, 31)))
    code, err = run("--workers", "2", "--limit", "seconds=3", "memory=800")
    assert code == 6
    said = {line["row"]: line["notices"][0] for line in manifest() if line["status"] == "set-aside"}
    assert set(said) == set(poison)
    assert {number: notice["code"] for number, notice in said.items()} == {
        3: "killed", 5: "crashed", 7: "time", 9: "memory", 11: "internal", 13: "crashed",
    }  # fmt: skip
    assert all(f"row {number}: {number:05} is set aside" in err for number in poison)
    assert sum(name.endswith(".html") for name in os.listdir("out")) == 24
    assert sorted(line["row"] for line in manifest()) == list(range(1, 31))


def test_f5_a_worker_that_died_by_chance_costs_nothing() -> None:
    rows("Ada", "once", "Bob")
    assert run("--workers", "1") == (0, "")
    assert_complete(3)


KILLS = int(os.environ.get("EXPORTER_KILLS", "6"))


@pytest.mark.parametrize("workers", ["1", "3"])
def test_f1_f11_killed_again_and_again_it_ends_complete(workers: str) -> None:
    """Each kill comes at another moment, from before the folder is there to the midst of the work; what is on
    record is whole, and is not made again."""
    count = 40 * KILLS
    rows(*(f"Ada {number}" for number in range(count)))
    moments = random.Random(7)
    times: dict[str, int] = {}
    midway = 0
    for turn in range(KILLS):
        process = started("--workers", workers)
        if turn % 6:  # one in six comes while it starts
            wait_for(Path("out/manifest.jsonl").exists)
            before = len(manifest_of_a_killed_run())
            wait_for(lambda: process.poll() is not None or len(manifest_of_a_killed_run()) != before)  # noqa: B023
        time.sleep(moments.uniform(0, 0.05))
        process.kill()
        process.communicate()
        recorded = manifest_of_a_killed_run()
        midway += 0 < len(recorded) < count
        for line in recorded:
            path = Path("out", line["files"][0]["path"])
            made = path.stat().st_mtime_ns
            assert times.setdefault(line["key"], made) == made
    assert midway > KILLS // 2
    assert run("--workers", workers) == (0, "")
    for key, made in times.items():
        assert path_of(key).stat().st_mtime_ns == made
    assert_complete(count)


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not happened() and time.monotonic() < until:
        time.sleep(0.01)


def path_of(key: str) -> Path:
    (found,) = Path("out").rglob(f"{key}.html")
    return found


def manifest_of_a_killed_run() -> list[dict[str, Any]]:
    """The lines that are whole; the last may be torn."""
    path = Path("out/manifest.jsonl")
    text = path.read_text("utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    """Whether a process still does something; one that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system lists no processes there")
def test_f1_workers_end_with_the_run_that_forked_them() -> None:
    """Or one of them might write beside the next run."""
    rows("hang", "hang")
    process = started("--workers", "2")
    wait_for(lambda: len(children(process.pid)) == 2)
    workers = children(process.pid)
    assert len(workers) == 2
    process.kill()
    process.communicate()
    wait_for(lambda: not any(map(is_alive, workers)), seconds=10)
    assert not any(map(is_alive, workers))


def test_f12_a_torn_last_line_is_made_again() -> None:
    rows("Ada", "Bob", "Cid")
    assert run()[0] == 0
    path = Path("out/manifest.jsonl")
    path.write_bytes(path.read_bytes()[:-20])
    assert run() == (0, "")
    assert_complete(3)


def test_a_manifest_that_somebody_spoilt_costs_only_time() -> None:
    rows("Ada", "Bob")
    assert run()[0] == 0
    lines = manifest()
    lines[1]["digest"] = "no digest"
    text = "\n".join(map(json.dumps, [*lines, {"row": 1}, []])) + "\nno JSON\n\xff\n"
    Path("out/manifest.jsonl").write_bytes(text.encode("latin-1"))
    assert run() == (0, "")
    assert_complete(2)


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"</html>")])
def test_f15_what_is_there_is_known_by_its_bytes(harm: Any) -> None:
    rows("Ada", "Bob", "Cid")
    assert run()[0] == 0
    before = Path("out/00001.html").stat().st_mtime_ns
    harm(Path("out/00002.html"))
    os.utime("letter.md", (1, 1))
    assert run() == (0, "")
    assert_complete(3)
    assert Path("out/00001.html").stat().st_mtime_ns == before


def test_a_source_that_changed_is_made_anew() -> None:
    rows("Ada")
    assert run()[0] == 0
    Path("letter.md").write_text(LETTER.replace("Dear", "Hello"), "utf-8")
    assert run() == (0, "")
    assert "Hello" in Path("out/00001.html").read_text()
    assert_complete(1)


def test_c1_two_runs_into_one_folder() -> None:
    rows("slow", "slow", "slow", "slow", "slow", "slow", "slow", "slow", "slow", "slow")
    first = started("--workers", "1")
    until = time.monotonic() + 30
    while not Path("out/manifest.jsonl").exists() and time.monotonic() < until:
        time.sleep(0.05)
    code, err = run()
    assert (code, "another run is writing there" in err) == (7, True)
    first.communicate()
    assert first.returncode == 0
    assert_complete(10)


def hearing() -> None:
    """The tests may run where Ctrl-C is ignored, as behind ``nohup``."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_f14_a_signal_stops_it_and_it_goes_on_later(number: signal.Signals) -> None:
    rows(*["slow"] * 6, "hang")
    process = started("--workers", "2", start_new_session=True, preexec_fn=hearing)
    until = time.monotonic() + 30
    while not manifest_of_a_killed_run() and time.monotonic() < until:
        time.sleep(0.05)
    sent = time.monotonic()
    os.killpg(process.pid, number) if number is signal.SIGINT else process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - sent < 2
    assert (process.returncode, err) == (
        130,
        "-: error interrupted stopped before the end (the same command goes on where it was)\n",
    )
    assert not [name for name in os.listdir("out") if name.endswith(".tmp")]
    rows(*["slow"] * 6)
    assert run()[0] == 0
    assert_complete(6)


def test_f2_a_full_disk_stops_it_and_leaves_nothing_half_written() -> None:
    """A limit on the size of files stands for the disk: HTML passes it, as writing to it fails."""
    rows("Ada", "Bob")
    code, err = run(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)))
    assert (code, "output-unwritable" in err, "file too large" in err) == (4, True, True)
    assert os.listdir("out") == ["manifest.jsonl"] and not manifest()
    assert run() == (0, "")
    assert_complete(2)


def test_f2_a_manifest_that_cannot_grow_stops_it() -> None:
    rows("Ada")
    assert run()[0] == 0
    size = Path("out/00001.html").stat().st_size
    rows("Ada", *(f"{number}" for number in range(2000)))
    code, err = run(
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size + 5_000, size + 5_000))
    )
    assert (code, "manifest.jsonl" in err) == (4, True)


def test_f4_a_folder_stands_where_a_file_should_go() -> None:
    rows("Ada", "Bob")
    Path("out/00002.html").mkdir(parents=True)
    code, err = run()
    assert (code, "a folder stands where the file should go" in err) == (4, True)


STRACE = shutil.which("strace")


@pytest.mark.skipif(not STRACE, reason="strace is not there")
@pytest.mark.parametrize("call", ["rename", "fsync", "ftruncate", "fchmod"])
@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO", "error=ENOSPC"])
def test_f1_f3_each_call_that_writes_may_fail_or_be_the_last(call: str, fault: str) -> None:
    """The second call of each process fails, or kills it; then the same command makes what is missing."""
    rows(*(f"Ada {number}" for number in range(8)))
    calls = {"rename": "rename,renameat,renameat2"}.get(call, call)
    traced = subprocess.run(
        [str(STRACE), "-f", "-qq", "-o", "trace", "-e", f"inject={calls}:{fault}:when=2",
         sys.executable, "poisoned.py", *BATCH, "--workers", "2"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if "ptrace" in traced.stderr.lower() and "not permitted" in traced.stderr.lower():
        pytest.skip("processes cannot be traced here")
    assert "Traceback" not in traced.stderr
    assert traced.returncode in ((0, 6, -9, 137) if "KILL" in fault else (0, 4)), traced.stderr
    done = {line["key"] for line in manifest_of_a_killed_run() if line["status"] == "done"}
    assert all(Path("out", f"{key}.html").read_bytes().rstrip().endswith(b"</html>") for key in done)
    assert run() == (0, "")
    assert_complete(8)
