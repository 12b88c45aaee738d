"""Batches from and to addresses: a server that speaks S3, file systems in memory and of this machine (F10, F11, C1)."""

from __future__ import annotations

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import fsspec
import pytest
import s3fs

from exporter.batch.plan import Plan, planned
from exporter.batch.request import Job, Request
from exporter.batch.run import run as run_batch
from exporter.batch.work import work
from exporter.checks import named_profile
from exporter.cli import main
from exporter.errors import ExporterError, OutputInUse, StorageError, UsageError
from exporter.files import Address, lease, place, stores
from exporter.files.folder import folder_at
from exporter.pipeline import load_base
from exporter.readers import read
from tests.batch.servers import CREDENTIALS, cluster, s3_server, wait_for
from tests.batch.template import BASE, LETTER, THEME
from tests.samples import picture


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def s3(server: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An empty bucket ``clinic``, and the file system of its store."""
    for name, value in {**CREDENTIALS, "AWS_ENDPOINT_URL": server}.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    files = fsspec.filesystem("s3")
    if files.exists("clinic"):
        files.rm("clinic", recursive=True)
    files.mkdir("clinic")
    return files


@pytest.fixture
def memory() -> Iterator[Any]:
    files = fsspec.filesystem("memory")
    yield files
    files.store.clear()
    files.pseudo_dirs[:] = [""]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that a batch reads."""
    monkeypatch.chdir(tmp_path)
    Path("in/pictures").mkdir(parents=True)
    for name, text in (("letter.md", LETTER), ("mine.toml", THEME), ("base.toml", BASE)):
        Path("in", name).write_text(text, "utf-8")
    Path("in/pictures/leaf.png").write_bytes(picture().data)
    rows(5)
    return tmp_path


def rows(count: int) -> None:
    lines = "".join(json.dumps({"name": f"Ada {number}"}) + "\n" for number in range(count))
    Path("in/rows.jsonl").write_text(lines, "utf-8")


def batch(start: str, *more: str, out: str) -> int:
    """A batch that reads all it needs below ``start``."""
    reads = [f"{start}/letter.md", "--data", f"{start}/rows.jsonl", "--theme", f"{start}/mine.toml"]
    return main(["batch", *reads, "--out", out, "--to", "html,pdf", "--name", "{row}", *more])


def here(folder: str = "local") -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()
    }


def there(files: Any, folder: str) -> dict[str, bytes]:
    files.invalidate_cache()
    return {path[len(folder) + 1 :]: files.cat_file(path) for path in files.find(folder)}


def without_digests(found: dict[str, bytes]) -> dict[str, Any]:
    """The manifest of a source at an address says so in its digests and notices."""
    lines = [json.loads(line) for line in found["manifest.jsonl"].splitlines()]
    kept = [{key: value for key, value in line.items() if key != "digest"} for line in lines]
    return {**found, "manifest.jsonl": kept}


@pytest.mark.parametrize("kind", ["s3", "memory", "file"])
def test_all_that_is_read_may_lie_at_addresses(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    start = f"file://{tmp_path}/in"
    if kind != "file":
        files = request.getfixturevalue(kind)
        start = f"{kind}://clinic/in"
        files.put("in/", "clinic/in/", recursive=True)
    assert batch(start, out="out") == 0
    assert batch("in", out="local") == 0
    assert without_digests(here("out")) == without_digests(here("local"))


def test_what_is_written_may_lie_at_addresses(s3: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        batch("in", "--report", "s3://clinic/report.csv", "--verify-sample", "2", out="s3://clinic/out") == 0
    )
    assert batch("in", "--report", "report.csv", out="local") == 0
    assert there(s3, "clinic/out") == here("local")
    assert s3.cat_file("clinic/report.csv") == Path("report.csv").read_bytes()
    assert "2 documents compared with what export makes, 0 differences" in capsys.readouterr().out


def test_an_archive_at_an_address(s3: Any) -> None:
    assert batch("in", "--archive", "s3://clinic/all.zip", out=".") == 0
    assert batch("in", out="local") == 0
    with s3.open("clinic/all.zip") as stream, zipfile.ZipFile(stream) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == here("local")
    assert s3.ls("clinic", refresh=True) == ["clinic/all.zip"]


def test_the_same_command_makes_only_what_is_missing(s3: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch("in", out="s3://clinic/out") == 0
    whole = there(s3, "clinic/out")
    s3.pipe_file("clinic/out/00002.html", b"</html>")
    s3.rm_file("clinic/out/00003.pdf")
    kept = {name: s3.info(f"clinic/out/{name}.html")["LastModified"] for name in ("00001", "00004", "00005")}
    assert batch("in", out="s3://clinic/out") == 0
    assert "3 were there already" in capsys.readouterr().out
    assert there(s3, "clinic/out") == whole
    s3.invalidate_cache()
    assert {name: s3.info(f"clinic/out/{name}.html")["LastModified"] for name in kept} == kept
    Path("in/letter.md").write_text(LETTER.replace("Dear", "Hello"), "utf-8")
    assert batch("in", out="s3://clinic/out") == 0
    assert b"Hello" in s3.cat_file("clinic/out/00001.html")


def test_f11_a_killed_run_is_gone_on_with(
    s3: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its parts of the manifest are whole, what they name is there, and its hold on the folder is no more."""
    rows(250)
    command = [sys.executable, "-m", "exporter", "batch", "in/letter.md", "--data", "in/rows.jsonl"]
    process = subprocess.Popen([*command, "--to", "html", "--name", "{row}", "--out", "s3://clinic/out"])
    try:
        wait_for(lambda: len(s3.ls("clinic/out/manifest.jsonl.parts", refresh=True)) > 1 if s3.exists("clinic/out") and s3.exists("clinic/out/manifest.jsonl.parts") else False)  # fmt: skip
    finally:
        process.kill()
        process.wait()
    s3.invalidate_cache()
    parts = sorted(s3.find("clinic/out/manifest.jsonl.parts"))
    recorded = [json.loads(line) for part in parts for line in s3.cat_file(part).splitlines()]
    kept = {line["files"][0]["path"]: line["files"][0]["bytes"] for line in recorded}
    assert 0 < len(kept) < 250
    assert {path: s3.info(f"clinic/out/{path}")["size"] for path in kept} == kept
    dated = {path: s3.info(f"clinic/out/{path}")["LastModified"] for path in kept}
    monkeypatch.setattr(lease, "BEAT", 0.2)
    assert main([*command[3:], "--to", "html", "--name", "{row}", "--out", "s3://clinic/out"]) == 0
    assert f"{len(kept)} were there already" in capsys.readouterr().out
    s3.invalidate_cache()
    assert {path: s3.info(f"clinic/out/{path}")["LastModified"] for path in kept} == dated
    found = there(s3, "clinic/out")
    assert set(found) == {"manifest.jsonl", *(f"{number:05}.html" for number in range(1, 251))}
    lines = [json.loads(line) for line in found["manifest.jsonl"].splitlines()]
    assert Counter(line["row"] for line in lines) == dict.fromkeys(range(1, 251), 1)


def test_a_cluster_writes_to_a_store(s3: Any, tmp_path: Path) -> None:
    rows(230)
    s3.put("in/", "clinic/in/", recursive=True)
    with cluster(tmp_path / "cluster") as started:
        assert batch("s3://clinic/in", "--scheduler", started.address, out="s3://clinic/out") == 0
    assert batch("s3://clinic/in", out="local") == 0
    assert there(s3, "clinic/out") == here("local")


class Alone:
    """A crew of one, in this process."""

    def __init__(self, request: Request, plan: Plan) -> None:
        self._request, self._plan = request, plan

    def answers(self, jobs: Iterator[Job], count: int) -> Iterator[list[Any]]:
        for job in jobs:
            answer = work(self._request, self._plan, job)
            if isinstance(answer, StorageError):
                raise answer
            yield [answer]


def a_request(out: str, name: str = "{row}") -> Request:
    Path("few.jsonl").write_text('{"name": "Ada"}\n{"name": "Bob"}\n{"name": ""}\n', "utf-8")
    return Request(
        document=read(LETTER.partition("![")[0].encode(), "letter.md").document, stem="letter", to=("html", "docx"),
        theme=load_base("clinic"), editions=(), profile=named_profile("strict"), values={}, data=Path("few.jsonl"),
        name=name, out=place(out),
    )  # fmt: skip


def a_run(out: str) -> None:
    request = a_request(out)
    plan = planned(request)
    run_batch(request, plan, lambda *_: nullcontext(Alone(request, plan)), int, id, id)


class Broken:
    """Has the call of a given number fail, in turn and once."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.said: list[str] = []

    def count(self, name: str) -> None:
        self.said.append(name)
        self.left -= 1
        if self.left == 0:
            raise ConnectionResetError(104, "connection reset by peer")


def break_s3(monkeypatch: pytest.MonkeyPatch, broken: Broken) -> None:
    call = s3fs.S3FileSystem._call_s3

    async def called(self: Any, method: str, *arguments: Any, **named: Any) -> Any:
        broken.count(method)
        return await call(self, method, *arguments, **named)

    monkeypatch.setattr(s3fs.S3FileSystem, "_call_s3", called)


def break_memory(monkeypatch: pytest.MonkeyPatch, broken: Broken) -> None:
    from fsspec.implementations.memory import MemoryFile, MemoryFileSystem

    def breakable(name: str, call: Any) -> Any:
        def called(*arguments: Any, **named: Any) -> Any:
            broken.count(name)
            return call(*arguments, **named)

        return called

    calls = (
        (MemoryFileSystem, ("_open", "ls", "rm", "makedirs", "exists")),
        (MemoryFile, ("write", "commit")),
    )
    for kind, names in calls:
        for name in names:
            monkeypatch.setattr(kind, name, breakable(name, getattr(kind, name)))


@pytest.mark.parametrize(("kind", "breaks"), [("s3", break_s3), ("memory", break_memory)])
def test_f10_each_call_of_the_file_system_may_fail(
    kind: str,
    breaks: Callable[[pytest.MonkeyPatch, Broken], None],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever fails, each file that is there is whole, and the same command makes the rest."""
    files = request.getfixturevalue(kind)
    monkeypatch.setattr(lease, "BEAT", 0.01)
    a_run(f"{kind}://clinic/whole")
    whole = there(files, files._strip_protocol("clinic/whole"))
    number, failed = 0, 0
    while True:
        number += 1
        out = f"clinic/{number}"
        broken = Broken(number)
        with monkeypatch.context() as patched:
            patched.setattr(lease, "BEAT", 60)
            breaks(patched, broken)
            try:
                a_run(f"{kind}://{out}")
            except StorageError:
                failed += 1
        left = there(files, files._strip_protocol(out)) if files.exists(out) else {}
        for name, data in left.items():
            if name in whole and name != "manifest.jsonl":
                assert data == whole[name], (number, name, broken.said)
            elif "manifest" in name:
                assert all(json.loads(line)["row"] for line in data.splitlines())
        if kind == "s3":
            assert not files.list_multipart_uploads("clinic"), (number, broken.said)
        a_run(f"{kind}://{out}")
        assert there(files, files._strip_protocol(out)) == whole, (number, broken.said)
        if broken.left > 0:
            break
    assert failed > 10, broken.said  # s3fs itself gets over one or two


@pytest.mark.parametrize("number", range(1, 7))
def test_f10_a_long_upload_that_breaks_leaves_the_old_file(
    number: int, s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that goes in several parts: each request fails in turn, and no part of it is left."""
    monkeypatch.setattr(s3fs.core, "calculate_chunksize", lambda *_, **__: 5 << 20)
    s3.pipe_file("clinic/all.zip", b"old")
    broken = Broken(number)
    with monkeypatch.context() as patched:
        break_s3(patched, broken)
        try:
            with stores.uploaded(Address("s3://clinic/all.zip")) as stream:
                for _ in range(11):
                    stream.write(os.urandom(1 << 20))
        except StorageError:
            pass
        else:
            assert number > 5, broken.said
    assert broken.said[:5] == ["create_multipart_upload", *["upload_part"] * 3, "complete_multipart_upload"][:len(broken.said)] or number < 5  # fmt: skip
    assert (s3.cat_file("clinic/all.zip") == b"old") == (number <= 5)
    assert not s3.list_multipart_uploads("clinic")


@pytest.mark.parametrize("kind", ["s3", "memory"])
def test_f10_an_exception_commits_nothing(kind: str, request: pytest.FixtureRequest) -> None:
    files = request.getfixturevalue(kind)
    with pytest.raises(KeyboardInterrupt), stores.uploaded(Address(f"{kind}://clinic/x")) as stream:
        stream.write(b"half")
        raise KeyboardInterrupt
    assert not files.exists("clinic/x")


def test_c1_one_run_at_a_time(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hold that is kept up is respected; one that stands still is taken over, by one of two that want it."""
    monkeypatch.setattr(lease, "BEAT", 0.2)
    out = folder_at(Address("s3://clinic/out"))
    with out.held(), pytest.raises(OutputInUse):
        folder_at(Address("s3://clinic/out")).held().__enter__()
    s3.pipe_file(f"clinic/out/{lease.NAME}", b'{"run":"killed","beat":7}')
    with folder_at(Address("s3://clinic/out")).held():
        assert b"killed" not in s3.cat_file(f"clinic/out/{lease.NAME}")
    assert not s3.exists(f"clinic/out/{lease.NAME}")


def test_c1_a_run_that_slept_too_long_stops(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another took its folder over: it writes no more, and leaves the other's hold where it is."""
    monkeypatch.setattr(lease, "BEAT", 0.05)
    out = folder_at(Address("s3://clinic/out"))
    with pytest.raises(OutputInUse), out.held(), out.journal("manifest.jsonl") as journal:
        s3.pipe_file(f"clinic/out/{lease.NAME}", b'{"run":"other","beat":0}')
        wait_for(lambda: out._lease._is_lost)  # type: ignore[attr-defined]
        journal.append([b"{}"] * 200)
    assert b"other" in s3.cat_file(f"clinic/out/{lease.NAME}")
    assert not s3.exists("clinic/out/manifest.jsonl.parts")


def test_f14_ctrl_c_takes_the_hold_back(s3: Any) -> None:
    rows(2000)
    command = [
        sys.executable,
        "-m",
        "exporter",
        "batch",
        "in/letter.md",
        "--data",
        "in/rows.jsonl",
        "--to",
        "html",
    ]
    process = subprocess.Popen(
        [*command, "--out", "s3://clinic/out"], stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    wait_for(lambda: s3.exists("clinic/out/manifest.jsonl.parts") or s3.invalidate_cache())
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (
        130,
        "-: error interrupted stopped before the end (the same command goes on where it was)\n",
    )
    s3.invalidate_cache()
    assert not s3.exists(f"clinic/out/{lease.NAME}")


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("../secret.png", 3),
        ("%2e%2e/secret.png", 3),
        ("/secret.png", 3),
        ("s3://clinic/secret.png", 3),
        ("gone.png", 3),
    ],
)
@pytest.mark.parametrize("kind", ["s3", "memory"])
def test_h3_pictures_stay_below_the_folder_of_their_source(
    reference: str, code: int, kind: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    files = request.getfixturevalue(kind)
    files.pipe_file("clinic/secret.png", picture().data)
    files.pipe_file("clinic/in/letter.md", LETTER.replace("pictures/leaf.png", reference).encode())
    code_of = main(["batch", f"{kind}://clinic/in/letter.md", "--data", "in/rows.jsonl", "--out", "out"])
    err = capsys.readouterr().err
    assert (code_of, err.count("\n")) == (code, 1), err
    assert err.startswith(f"{kind}://clinic/in/letter.md:10:1 error file-")


class Web(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, and leads from ``away.png`` to a picture that lies above it."""

    def send_head(self) -> Any:
        if self.path != "/in/away.png":
            return super().send_head()
        self.send_response(302)
        self.send_header("Location", "/secret.png")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


@pytest.mark.parametrize(("picture_at", "code"), [("pictures/leaf.png", 0), ("away.png", 3)])
def test_h3_no_web_server_leads_to_pictures_elsewhere(picture_at: str, code: int, folder: Path) -> None:
    Path("secret.png").write_bytes(picture().data)
    Path("in/letter.md").write_text(LETTER.replace("pictures/leaf.png", picture_at), "utf-8")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Web, directory=str(folder))) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        assert batch(f"http://127.0.0.1:{web.server_port}/in", out="out") == code
        web.shutdown()


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("s3://clinic/gone.md",), 4, "s3://clinic/gone.md: error source-unreadable cannot read it: there is no such file"),
        (("in/letter.md", "--data", "s3://clinic/gone.csv"), 4, "s3://clinic/gone.csv: error data-unreadable cannot read it"),
        (("in/letter.md", "--data", "s3://clinic/rows.txt"), 2, "is none of .csv"),
        (("in/letter.md", "--theme", "s3://clinic/gone.toml"), 4, "s3://clinic/gone.toml: error source-unreadable"),
        (("in/letter.md", "--out", "s3://nowhere/out"), 4, "s3://nowhere/out/.exporter-run: error output-unwritable cannot write it"),
        (("nonesuch://x/letter.md",), 2, "Protocol not known: nonesuch"),
        (("zip://letter.md::s3://clinic/all.zip",), 2, "is no address"),
        (("in/letter.md", "--out", "memory://out"), 2, "memory://out would be gone when the run ends"),
        (("in/letter.md", "--archive", "s3://clinic/all.rar"), 2, "--archive ends in .zip or .tar"),
        (("in/letter.md", "--report", "s3://clinic/rows.csv", "--data", "s3://clinic/rows.csv"), 2, "is read, and would be written over"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_line(
    more: tuple[str, ...], code: int, said: str, s3: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    data = () if "--data" in more else ("--data", "in/rows.jsonl")
    assert main(["batch", *more, *data, "--to", "html"]) == code
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1, err


@pytest.mark.parametrize("more", [("--out", "s3://clinic/out"), ("--json", "s3://clinic/report.json")])
def test_an_export_writes_to_files_of_this_system(
    more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "in/letter.md", *more]) == 2
    assert "is an address, and this command writes to files of this system" in capsys.readouterr().err
    assert not Path("s3:").exists()


@pytest.mark.parametrize("missing", ["fsspec", "s3fs", "distributed"])
def test_an_extra_that_is_not_there_is_named(missing: str) -> None:
    """In a process of its own, in which it cannot be imported."""
    script = (
        f"import sys\nsys.modules[{missing!r}] = None\nfrom exporter.cli import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    source = (
        ["in/letter.md", "--scheduler", "tcp://127.0.0.1:1"]
        if missing == "distributed"
        else ["s3://clinic/x.md"]
    )
    command = [
        sys.executable,
        "-c",
        script,
        "batch",
        *source,
        "--data",
        "in/rows.jsonl",
        "--to",
        "html",
        "--out",
        "out",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    extra = "cluster" if missing == "distributed" else "storage"
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1), ended.stderr
    assert f'pip install "exporter[{extra}]"' in ended.stderr


@pytest.mark.parametrize(
    ("text", "parent", "name"),
    [
        ("s3://bucket/a/b.md", "s3://bucket/a", "b.md"),
        ("s3://bucket/b.md", "s3://bucket", "b.md"),
        ("memory://b.md", "memory://", "b.md"),
        ("https://example.org/a/b.csv?key=x/y", "https://example.org/a", "b.csv"),
    ],
)
def test_the_parts_of_an_address(text: str, parent: str, name: str) -> None:
    address = place(text)
    assert (str(address.parent), address.name) == (parent, name)
    assert (address.stem, address.suffix) == tuple(name.replace(".", " .").split())
    assert str(address.parent / "c.png") in (f"{parent}/c.png", f"{parent}c.png")


def test_files_of_this_system_are_paths() -> None:
    assert place("file:///a/b.md") == Path("/a/b.md") and place("a/b.md") == Path("a/b.md")
    for text in ("://x", "s3://", "a b://c"):
        with pytest.raises(UsageError):
            place(text)


def test_nothing_is_imported_for_paths() -> None:
    script = "import sys; from exporter.cli import main; main(sys.argv[1:]); print(sorted({'fsspec', 's3fs', 'distributed'} & set(sys.modules)))"
    command = [
        sys.executable,
        "-c",
        script,
        "batch",
        "in/letter.md",
        "--data",
        "in/rows.jsonl",
        "--to",
        "html",
        "--out",
        "out",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout.endswith("[]\n")


def test_errors_of_others_are_ours() -> None:
    with (
        pytest.raises(ExporterError, match="cannot read it: odd"),
        stores.telling(Address("x://y"), "code", "read"),
    ):
        raise LookupError("odd\nand more")
