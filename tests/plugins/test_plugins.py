"""A format from another distribution, installed for real; and what is said when one is not sound."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path

import msgspec
import pytest

import exporter
from exporter.backends import plugins
from exporter.errors import UsageError
from exporter.files import source_date
from exporter.prepare import prepare
from tests.properties.words import words_in, words_of
from tests.samples import everything, minimal

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
GUIDE = ROOT / "content/ketamine-cream.md"


def install(folder: Path, changes: Mapping[str, str] = {}) -> Path:
    """Installs the plug-in, with ``changes`` to its texts, into a folder that can stand in PYTHONPATH."""
    source, site = folder / "source", folder / "site"
    shutil.copytree(HERE / "plaintext", source, ignore=shutil.ignore_patterns("__pycache__"))
    for path in source.iterdir():
        text = path.read_text("utf-8")
        for old, new in changes.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(site), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return site


def run(folder: Path, sites: list[Path], *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, [ROOT, *sites]))}
    command = [sys.executable, "-m", "exporter", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("plaintext"))


def test_a_source_is_never_written_over_by_a_format_that_ends_as_it_does(site: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("# Notes\n", "utf-8")
    done = run(tmp_path, [site], "export", "notes.txt", "--to", "txt", "--meta", "language=en")
    assert (done.returncode, "output-over-source" in done.stderr) == (2, True)
    assert (tmp_path / "notes.txt").read_text("utf-8") == "# Notes\n"


def test_an_installed_plug_in_exports(site: Path, tmp_path: Path) -> None:
    done = run(tmp_path, [site], "export", str(GUIDE), "--to", "txt,html")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ketamine-cream.html", "ketamine-cream.txt"]
    text = (tmp_path / "ketamine-cream.txt").read_text("utf-8")
    assert text.startswith("Ketamine cream for pain\n\n")
    assert "Use about a fingertip of cream" in text


def test_it_is_listed_after_our_own(site: Path, tmp_path: Path) -> None:
    listed = run(tmp_path, [site], "formats").stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["pdf", "docx", "epub", "html", "txt"]
    assert listed[-1].endswith("Plain text, to read anywhere, from exporter-plaintext")


def test_without_it_the_format_is_unknown(tmp_path: Path) -> None:
    done = run(tmp_path, [], "export", str(GUIDE), "--to", "txt")
    assert done.returncode == 2
    assert (
        done.stderr
        == "-: error format-unknown there is no format 'txt' (choose from pdf, docx, epub, html)\n"
    )


def test_two_plug_ins_of_one_format(site: Path, tmp_path: Path) -> None:
    other = install(tmp_path, {'"exporter-plaintext"': '"other-text"', "exporter_plaintext": "other_text"})
    for arguments in (["formats"], ["export", str(GUIDE), "--to", "txt"]):
        done = run(tmp_path, [site, other], *arguments)
        assert done.returncode == 2
        assert (
            "error format-twice the format 'txt' comes from exporter-plaintext and from other-text"
            in done.stderr
        )


def test_a_plug_in_with_the_name_of_one_of_ours(tmp_path: Path) -> None:
    site = install(tmp_path, {"txt =": "html ="})
    done = run(tmp_path, [site], "formats")
    assert done.returncode == 2
    assert (
        "format-twice the format 'html' comes from exporter itself and from exporter-plaintext" in done.stderr
    )


def test_two_formats_of_one_file(tmp_path: Path) -> None:
    site = install(tmp_path, {'suffix = "txt"': 'suffix = "html"'})
    done = run(tmp_path, [site], "export", str(GUIDE), "--to", "html,txt")
    assert done.returncode == 2
    assert "output-twice html and txt would both become *.html" in done.stderr
    assert not list(tmp_path.glob("*.html"))


def entry_point(value: str) -> EntryPoint:
    return EntryPoint("txt", value, plugins.GROUP)


def test_it_loses_no_word() -> None:
    backend = plugins.made(entry_point("tests.plugins.plaintext.exporter_plaintext:PlainTextBackend"))
    document = msgspec.structs.replace(everything(), metadata=minimal().metadata)
    prepared = prepare(document, source_date(None))
    data = backend.render(prepared, exporter.load_theme("clinic"), None).data
    assert words_of(prepared) - words_in(data.decode()) == {}


class WithoutRender:
    suffix = "txt"


class WithoutSuffix:
    def render(self) -> None: ...


def fails_to_start() -> None:
    raise RuntimeError("out of paper")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("tests.plugins.nowhere:Backend", "ModuleNotFoundError: No module named 'tests.plugins.nowhere'"),
        (f"{__name__}:Nobody", f"AttributeError: module '{__name__}' has no attribute 'Nobody'"),
        (f"{__name__}:fails_to_start", "RuntimeError: out of paper"),
        (f"{__name__}:WithoutRender", "what it makes has no method render"),
        (f"{__name__}:WithoutSuffix", "what it makes has no suffix"),
    ],
)
def test_a_plug_in_that_is_not_sound(value: str, reason: str) -> None:
    with pytest.raises(UsageError) as refused:
        plugins.made(entry_point(value))
    (notice,) = refused.value.notices
    assert notice.code == "format-broken"
    assert notice.message == f"the plug-in {value} cannot give the format 'txt': {reason}"
