"""The command as a process: its standard streams, its signals, and being killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "exporter")
GOOD = b"---\ntitle: T\nlanguage: en\n---\n\nWords.\n"
STOPPED = b"-: error interrupted stopped before the end\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good source, in which every process here runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.md").write_bytes(GOOD)
    return tmp_path


def exit_code(command: str, tmp_path: Path) -> tuple[int, str, str]:
    """Runs a line of shell, ``exporter`` in it meaning ours: exit code and both outputs."""
    function = f'exporter() {{ {sys.executable} -m exporter "$@"; }}\n'
    done = subprocess.run(
        ["bash", "-c", function + command], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("exporter export good.md --to html >&-", 0, ""),
        ("exporter export good.md --to html 2>&-", 0, ""),
        ("exporter export good.md --to html <&- >&- 2>&-", 0, ""),
        ("exporter export gone.md 2>&-", 4, ""),
        ("exporter export gone.md >&- 2>&-", 4, ""),
        ("exporter export <&- >&- 2>&-", 2, ""),
        ("exporter export - --name x <&-", 4, "-: error source-unreadable standard input is closed\n"),
        ("exporter export gone.md 2>/dev/full", 4, ""),
        ("exporter export good.md --to html | true; exit ${PIPESTATUS[0]}", 0, ""),
        ("exporter export gone.md 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}", 4, ""),
        ("exporter export good.md gone.md --to html 2>/dev/null | true; exit ${PIPESTATUS[0]}", 4, ""),
        ("exporter schema | true; exit ${PIPESTATUS[0]}", 0, ""),
        ("exporter formats >/dev/full", 4, "no space left on device"),
        ("exporter export good.md --to html >/dev/full", 4, "no space left on device"),
        ("exporter export good.md --to html --json - >/dev/full", 4, "no space left on device"),
        ("exporter export good.md --to html --json - >&-", 0, ""),
        ("exporter verify good.md good.md >&-", 3, "good.md"),
    ],
)
def test_standard_streams_that_are_closed_broken_or_full(
    command: str, code: int, said: str, tmp_path: Path
) -> None:
    found, _, err = exit_code(command, tmp_path)
    assert (found, "Traceback" in err, "Exception" in err) == (code, False, False), err
    assert said in err and (said or not err)
    written = tmp_path / "good.html"
    assert written.exists() == ("good.md --to html" in command or "gone.md --to html" in command)


def test_reads_standard_input(tmp_path: Path) -> None:
    code, out, err = exit_code("exporter export - --name x --to html < good.md", tmp_path)
    assert (code, err) == (0, "") and out.startswith("x.html ")
    assert "Words." in (tmp_path / "x.html").read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("hold", ["exporter.pipeline", "exporter.backends.html.page"])
def test_a_signal_while_libraries_load_or_a_format_is_made(
    number: signal.Signals, hold: str, tmp_path: Path
) -> None:
    """A module that never ends loading stands for a slow one; what it swallows does not count."""
    swallow = (
        "import sys, time\n"
        "class Slow:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {hold!r}:\n"
        "            print('held', flush=True)\n"
        "            while True:\n"
        "                try: time.sleep(60)\n"
        "                except: pass\n"
        "sys.meta_path.insert(0, Slow())\n"
        "from exporter.cli.process import main\n"
        "sys.exit(main())\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", swallow, "export", "good.md", "--to", "html"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout and process.stdout.readline() == b"held\n"
    started = time.monotonic()
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, STOPPED)
    assert time.monotonic() - started < 2
    assert os.listdir(tmp_path) == ["good.md"]


HARM = """
import os, signal, sys
from exporter.cli.process import main
from exporter.files import writing

calls = 0

def harmed(call):
    def harm(*arguments, **named):
        global calls
        calls += 1
        if calls == NUMBER:
            os.kill(os.getpid(), SIGNAL)
        return call(*arguments, **named)
    return harm

for module, name in ((writing.os, "fsync"), (writing.os, "fchmod"), (writing.os, "replace"), (writing.tempfile, "mkstemp")):
    setattr(module, name, harmed(getattr(module, name)))
code = main()
print("calls", calls)
sys.exit(code)
"""


def harmed(number: int, with_signal: int) -> subprocess.CompletedProcess[bytes]:
    """An export of two files that gets a signal at one of its calls that write; 0 is none."""
    script = HARM.replace("NUMBER", str(number)).replace("SIGNAL", str(int(with_signal)))
    return subprocess.run(
        [sys.executable, "-c", script, "export", "good.md", "--to", "html,docx"],
        capture_output=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def test_f1_killed_at_every_call_that_writes(tmp_path: Path) -> None:
    """Each file is absent, old or new; the next run sweeps up what is left and makes the same files."""
    whole = harmed(0, signal.SIGKILL)
    calls = int(whole.stdout.split()[-1])
    assert (whole.returncode, calls) == (0, 8)
    new = {name: (tmp_path / name).read_bytes() for name in ("good.html", "good.docx")}
    for number in range(1, calls + 1):
        for name in new:
            (tmp_path / name).write_bytes(b"old")
        assert harmed(number, signal.SIGKILL).returncode == -signal.SIGKILL
        assert all((tmp_path / name).read_bytes() in (b"old", new[name]) for name in new), number
        assert harmed(0, signal.SIGKILL).returncode == 0
        assert sorted(os.listdir(tmp_path)) == sorted([*new, "good.md"])
        assert {name: (tmp_path / name).read_bytes() for name in new} == new


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_f14_a_signal_while_files_are_written(number: signal.Signals, tmp_path: Path) -> None:
    for call in (1, 2, 3, 4, 7):
        done = harmed(call, number)
        assert (done.returncode, done.stderr) == (130, STOPPED), call
        assert os.listdir(tmp_path) == ["good.md"], call


def test_a_temporary_file_that_is_being_written_is_not_swept(tmp_path: Path) -> None:
    from contextlib import ExitStack

    from exporter.files import sweep, writing

    with ExitStack() as staged:
        temporary = writing._stage(tmp_path / "x.html", b"whole", staged)
        sweep(tmp_path)
        assert temporary.read_bytes() == b"whole"
    assert not temporary.exists()
