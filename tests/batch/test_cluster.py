"""``exporter batch --scheduler``: a real cluster of processes, with workers that die, join late, hang and differ.

``EXPORTER_CLUSTER_ROWS`` rows in the formats ``EXPORTER_CLUSTER_FORMATS`` are made while a worker is killed:
``make cluster`` asks for 5,000 in three.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.batch.servers import ClusterOfProcesses, cluster, killed, wait_for
from tests.batch.template import BASE, LETTER, THEME
from tests.samples import picture

ROWS = int(os.environ.get("EXPORTER_CLUSTER_ROWS", "400"))
FORMATS = os.environ.get("EXPORTER_CLUSTER_FORMATS", "html")
POISON = """
import importlib.metadata, os, signal, time
from exporter.batch import work

renderings, version = work.renderings, importlib.metadata.version

def parent_of(pid):
    return int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])

def poisoned(document, *, values, **more):
    match values["name"]:
        case "kill": os.kill(os.getpid(), signal.SIGKILL)
        case "abort": os.abort()
        case "hang": time.sleep(600)
        case "raise": raise RuntimeError("poison")
        case "slow": time.sleep(0.03)
        case "worker": os.kill(parent_of(os.getppid()), signal.SIGKILL); time.sleep(60)
    yield from renderings(document, values=values, **more)

work.renderings = poisoned
if "NO_EXPORTER" in os.environ:
    import sys
    for name in [name for name in sys.modules if name.partition(".")[0] == "exporter"]:
        del sys.modules[name]
    sys.modules["exporter"] = None
if "FALSE_VERSION" in os.environ:
    importlib.metadata.version = lambda name: "0.0.1" if name == "reportlab" else version(name)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("letter.md").write_text(LETTER.replace("pictures/leaf.png", "picture.png"), "utf-8")
    Path("mine.toml").write_text(THEME, "utf-8")
    Path("base.toml").write_text(BASE, "utf-8")
    Path("picture.png").write_bytes(picture().data)
    return tmp_path


@pytest.fixture(scope="module")
def poison(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder from which every Python that is told of it learns to be poisoned."""
    folder = tmp_path_factory.mktemp("poison")
    (folder / "sitecustomize.py").write_text(POISON, "utf-8")
    return os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH", ""))))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, poison: str) -> Iterator[ClusterOfProcesses]:
    """A cluster of two workers, whose documents can be poisoned."""
    with cluster(tmp_path_factory.mktemp("cluster"), PYTHONPATH=poison) as started:
        yield started


def rows(*names: str) -> None:
    Path("rows.jsonl").write_text("".join(json.dumps({"name": name}) + "\n" for name in names), "utf-8")


def started(*more: str, out: str = "out", to: str = "html", **options: Any) -> subprocess.Popen[str]:
    command = [
        "batch",
        "letter.md",
        "--data",
        "rows.jsonl",
        "--to",
        to,
        "--out",
        out,
        "--name",
        "{row}",
        *more,
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "exporter", *command],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **options,
    )  # fmt: skip


def run(*more: str, **options: Any) -> tuple[int, str]:
    """The exit code and what was said on standard error."""
    process = started(*more, **options)
    _, err = process.communicate(timeout=1200)
    assert "Traceback" not in err and "distributed" not in err.replace("dask.distributed", ""), err
    return process.returncode, err


def files(folder: str) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()
    }


def recorded(folder: str = "out") -> list[dict[str, Any]]:
    """The lines of the manifest that are whole."""
    path = Path(folder, "manifest.jsonl")
    text = path.read_text("utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def assert_each_once(count: int, folder: str = "out") -> None:
    assert Counter((line["row"], line["status"]) for line in recorded(folder)) == {
        (number, "done"): 1 for number in range(1, count + 1)
    }
    made = Counter(path.stem for path in Path(folder).rglob("*.*") if path.name != "manifest.jsonl")
    assert set(made) == {f"{number:05}" for number in range(1, count + 1)} and len(set(made.values())) == 1


def test_c6_a_cluster_makes_what_a_local_run_makes(two: ClusterOfProcesses) -> None:
    """With a theme of one's own that the workers have not got, a picture, and rows that are set aside."""
    rows(*(f"Ada {number}" if number % 50 else "" for number in range(105)))
    more = ("--theme", "mine.toml", "--edition", "large-print")
    to = "pdf,html"
    assert run(*more, to=to, out="local")[0] == 6
    for name in ("mine.toml", "base.toml"):
        assert Path(name).exists()
    assert run(*more, "--scheduler", two.address, to=to)[0] == 6
    assert files("out") == files("local") and len(files("out")) > 200
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.pdf")}
    assert run(*more, "--scheduler", two.address, to=to)[0] == 6
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.pdf")} == before


def test_f9_a_worker_is_killed_and_another_joins_late(tmp_path: Path) -> None:
    rows(*(f"Ada {number}" for number in range(ROWS)))
    with cluster(tmp_path / "cluster") as there:
        process = started("--scheduler", there.address, to=FORMATS)
        wait_for(lambda: len(recorded()) > ROWS // 3 or process.poll() is not None, 600)
        killed(there.workers[0])
        there.add_worker()
        _, err = process.communicate(timeout=3600)
    assert (process.returncode, err) == (0, "")
    assert_each_once(ROWS)
    assert run(to=FORMATS, out="local") == (0, "")
    assert files("out") == files("local")


def test_f5_to_f8_a_document_that_ends_its_process_fails_alone(two: ClusterOfProcesses) -> None:
    poison = {3: "kill", 5: "abort", 7: "hang", 11: "raise"}
    rows(*(poison.get(number, f"Ada {number}") for number in range(1, 231)))
    code, _ = run("--scheduler", two.address, "--limit", "seconds=1")
    assert code == 6
    said = {line["row"]: line["notices"][0]["code"] for line in recorded() if line["status"] == "set-aside"}
    assert said == {3: "killed", 5: "crashed", 7: "time", 11: "internal"}
    assert sorted(line["row"] for line in recorded()) == list(range(1, 231))


def test_f9_a_document_that_takes_workers_with_it_fails_alone(tmp_path: Path, poison: str) -> None:
    """Dask gives up a task that has cost it one worker; then each job is tried by itself."""
    rows(*("worker" if number == 3 else f"Ada {number}" for number in range(1, 21)))
    failures = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with cluster(tmp_path / "cluster", PYTHONPATH=poison, **failures) as there:
        assert run("--scheduler", there.address)[0] == 6
    aside = [line for line in recorded() if line["status"] == "set-aside"]
    assert [(line["row"], line["notices"][0]["code"]) for line in aside] == [(3, "killed")]
    assert Counter(line["row"] for line in recorded()) == dict.fromkeys(range(1, 21), 1)


def test_workers_with_other_versions_are_refused(tmp_path: Path, poison: str) -> None:
    rows("Ada")
    with cluster(tmp_path / "cluster", 1, PYTHONPATH=poison, FALSE_VERSION="1") as there:
        code, err = run("--scheduler", there.address)
    assert (code, err.count("\n")) == (2, 1)
    assert "a worker has reportlab 0.0.1 and not 5" in err and "install on all machines" in err
    assert os.listdir("out") == ["manifest.jsonl"] and not recorded()


def test_workers_without_exporter_are_refused(tmp_path: Path, poison: str) -> None:
    rows("Ada")
    with cluster(tmp_path / "cluster", 1, PYTHONPATH=poison, NO_EXPORTER="1") as there:
        code, err = run("--scheduler", there.address)
    assert (code, err.count("\n")) == (4, 1)
    assert "No module named 'exporter" in err and "install on all machines" in err


def test_workers_that_do_not_see_the_folder_are_refused(tmp_path: Path) -> None:
    """A mount that only the worker sees stands for another machine."""
    rows("Ada")
    Path("out").mkdir()
    hidden = [
        "unshare",
        "--mount",
        "--map-root-user",
        "sh",
        "-c",
        f'mount -t tmpfs none {tmp_path}/out && exec "$0" "$@"',
    ]
    if subprocess.run([*hidden, "true"], capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    with cluster(tmp_path / "cluster", 0) as there:
        there.add_worker(before=hidden)
        wait_for(lambda: "Registered to" in there.log())
        code, err = run("--scheduler", there.address)
    assert (code, err.count("\n")) == (2, 1)
    assert "a worker does not see what is in" in err and "a folder they share, or an address" in err


def test_f14_ctrl_c_stops_it_and_the_workers(two: ClusterOfProcesses) -> None:
    rows(*["Ada"] * 150, *["slow"] * 300)
    process = started(
        "--scheduler", two.address, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    )
    wait_for(lambda: len(recorded()) >= 100)
    sent = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - sent < 2
    assert (process.returncode, err) == (
        130,
        "-: error interrupted stopped before the end (the same command goes on where it was)\n",
    )
    time.sleep(1)
    there = files("out")
    time.sleep(1)
    assert files("out") == there and ".exporter-cluster" not in there
    rows(*["Ada"] * 150)
    assert run("--scheduler", two.address) == (0, "")


def test_f11_after_its_client_is_killed_only_what_was_in_flight_is_made_again(
    two: ClusterOfProcesses,
) -> None:
    rows(*["Ada"] * 300, *["slow"] * 100)
    process = started("--scheduler", two.address)
    wait_for(lambda: len(recorded()) >= 200)
    process.kill()
    process.communicate()
    done = {line["files"][0]["path"] for line in recorded()}
    before = {path: Path("out", path).stat().st_mtime_ns for path in done}
    assert 200 <= len(done) < 400
    assert run("--scheduler", two.address) == (0, "")
    assert {path: Path("out", path).stat().st_mtime_ns for path in done} == before
    assert_each_once(400)


def test_f9_a_scheduler_that_is_gone_stops_it(tmp_path: Path) -> None:
    rows(*["Ada"] * 2000)
    with cluster(tmp_path / "cluster") as there:
        process = started("--scheduler", there.address)
        wait_for(recorded)
        killed(there.scheduler)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err.count("\n")) == (4, 1), err
    assert "no answer from the cluster" in err and "the same command goes on where it was" in err


def test_a_cluster_without_workers_is_waited_for(tmp_path: Path) -> None:
    rows("Ada")
    with cluster(tmp_path / "cluster", 0) as there:
        process = started("--scheduler", there.address)
        assert process.stderr
        assert process.stderr.readline().endswith("info cluster it has no workers yet (add some)\n")
        there.add_worker()
        assert process.wait(60) == 0
    process.communicate()
    assert_each_once(1)


def test_a_dry_run_counts_the_workers_of_the_cluster(two: ClusterOfProcesses) -> None:
    rows(*["Ada"] * 10)
    process = started("--scheduler", two.address, "--dry-run")
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "") and "with 2 workers" in out
    assert not Path("out").exists()


def test_a_scheduler_that_is_not_there() -> None:
    rows("Ada")
    code, err = run(
        "--scheduler",
        "tcp://127.0.0.1:9",
        env={**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"},
    )
    assert (code, err.count("\n")) == (4, 1), err
    code, err = run("--scheduler", "nonsense://x")
    assert (code, err.count("\n")) == (4, 1), err
