"""Chromium, which shows an HTML file and the pages of an EPUB as a reader meets them, with no network."""

from __future__ import annotations

import json
import posixpath
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from tests.judges import programs
from tests.judges.finding import Finding, JudgeBroken

DRIVER = Path(__file__).with_name("chromium_driver.mjs")
PACKAGE = "playwright-core"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

CONTAINER = "META-INF/container.xml"
ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
ITEM = "{http://www.idpf.org/2007/opf}item"


@dataclass(frozen=True)
class Job:
    """A page to open: the viewport in CSS pixels, the colour scheme, and the file for a picture of it."""

    page: Path
    width: int = 1280
    height: int = 800
    dark: bool = False
    screenshot: Path | None = None


@dataclass(frozen=True)
class Sight:
    """What was seen of a page, and the size of its content in CSS pixels."""

    findings: list[Finding]
    width: int
    height: int


def missing() -> str | None:
    return programs.missing("node") or programs.missing(*BROWSERS) or programs.missing_package(PACKAGE)


def version() -> str:
    package = json.loads((programs.NODE_MODULES / PACKAGE / "package.json").read_text("utf-8"))
    return f"{programs.first_line(_browser(), '--version')} by {PACKAGE} {package['version']}"


def look(jobs: Sequence[Job]) -> list[Sight]:
    """Opens many pages in one browser; the sights come in the order of the jobs.

    Findings are console messages, failed loads (`network` for anything that is not in a local file),
    XML that is not well-formed, and content wider than the viewport.
    """
    asked = [
        {
            "url": job.page.resolve().as_uri(),
            "width": job.width,
            "height": job.height,
            "dark": job.dark,
            "screenshot": str(job.screenshot) if job.screenshot else None,
        }
        for job in jobs
    ]
    driver = ("node", DRIVER, programs.NODE_MODULES, _browser())
    done = programs.run(*driver, stdin=json.dumps(asked), timeout=60 + 10 * len(jobs))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(answers) != len(jobs):
        raise JudgeBroken(f"Chromium stopped at page {len(answers)} of {len(jobs)}: {done.stderr.strip()}")
    return [_sight(job.page.name, answer) for job, answer in zip(jobs, answers, strict=True)]


def judge(files: Sequence[Path], width: int = 1280, height: int = 800) -> dict[Path, list[Finding]]:
    """Judges many HTML files and EPUBs, the latter page by page."""
    with tempfile.TemporaryDirectory(prefix="chromium-") as scratch:
        pages = [
            (file, page)
            for number, file in enumerate(files)
            for page in (epub_pages(file, Path(scratch, str(number))) if file.suffix == ".epub" else [file])
        ]
        sights = look([Job(page, width, height) for _, page in pages])
    verdicts: dict[Path, list[Finding]] = {file: [] for file in files}
    for (file, _), sight in zip(pages, sights, strict=True):
        verdicts[file] += sight.findings
    return verdicts


def epub_pages(epub: Path, folder: Path) -> list[Path]:
    """Unzips an EPUB into a folder and returns its XHTML pages, in the order of its manifest."""
    with zipfile.ZipFile(epub) as archive:
        archive.extractall(folder)
    (package,) = (element.get("full-path", "") for element in _elements(folder / CONTAINER, ROOTFILE))
    return [
        folder / posixpath.join(posixpath.dirname(package), item.get("href", ""))
        for item in _elements(folder / package, ITEM)
        if item.get("media-type") == "application/xhtml+xml"
    ]


def _elements(file: Path, tag: str) -> list[etree._Element]:
    return list(etree.parse(file).iter(tag))


def _browser() -> str:
    if browser := programs.find(*BROWSERS):
        return browser
    raise JudgeBroken(missing())


def _sight(name: str, answer: dict[str, Any]) -> Sight:
    findings = [Finding(name, "error", f["code"], f["message"], f["where"]) for f in answer["findings"]]
    return Sight(findings, answer["width"], answer["height"])
