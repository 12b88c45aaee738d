"""Chromium, which shows an HTML file and the pages of an EPUB as a reader meets them, with no network.

In it axe-core looks for barriers, by every rule it has.
"""

from __future__ import annotations

import itertools
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
PACKAGE, AXE = "playwright-core", "axe-core"
PHONE, DESKTOP = 320, 1280
"""CSS pixels: the narrowest that WCAG 2.2, 1.4.10 asks for, and a common wide one."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

CONTAINER = "META-INF/container.xml"
ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
ITEM = "{http://www.idpf.org/2007/opf}item"

OF_WHOLE_PAGES = ("bypass", "landmark-one-main", "page-has-heading-one", "region")
"""Rules for a page of a site. A content document has no site around it, and a part of a chapter begins
at the level of its heading: Ace, which is axe-core for EPUB, leaves these out as well."""


@dataclass(frozen=True)
class Job:
    """A page to open: the viewport in CSS pixels, the colour scheme, the file for a picture of it, and
    whether axe-core judges it (not merely a look), as a page of a publication or of a site.
    """

    page: Path
    width: int = DESKTOP
    height: int = 800
    dark: bool = False
    screenshot: Path | None = None
    axe: bool = False

    @property
    def rules(self) -> dict[str, dict[str, bool]] | None:
        """What axe-core is asked; None for nothing."""
        left_out = OF_WHOLE_PAGES if self.page.suffix == ".xhtml" else ()
        return {rule: {"enabled": False} for rule in left_out} if self.axe else None


@dataclass(frozen=True)
class Sight:
    """What was seen of a page, and the size of its content in CSS pixels."""

    findings: list[Finding]
    width: int
    height: int


def missing() -> str | None:
    return (
        programs.missing("node")
        or programs.missing(*BROWSERS)
        or programs.missing_package(PACKAGE)
        or programs.missing_package(AXE)
    )


def version() -> str:
    versions = " and ".join(f"{name} {programs.package_version(name)}" for name in (PACKAGE, AXE))
    return f"{programs.first_line(browser(), '--version')} by {versions}"


def look(jobs: Sequence[Job]) -> list[Sight]:
    """Opens many pages in one browser; the sights come in the order of the jobs. Jobs in a row that look
    at one page share one opening of it, and what went wrong then is told in the first.

    Findings are console messages, failed loads (`network` for anything that is not in a local file),
    XML that is not well-formed, content wider than the viewport, and axe-core's (`axe-` and its rule).
    """
    asked = [
        {
            "url": job.page.resolve().as_uri(),
            "width": job.width,
            "height": job.height,
            "dark": job.dark,
            "screenshot": str(job.screenshot) if job.screenshot else None,
            "rules": job.rules,
        }
        for job in jobs
    ]
    driver = ("node", DRIVER, programs.NODE_MODULES, browser())
    done = programs.run(*driver, stdin=json.dumps(asked), timeout=60 + 10 * len(jobs))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(answers) != len(jobs):
        raise JudgeBroken(f"Chromium stopped at page {len(answers)} of {len(jobs)}: {done.stderr.strip()}")
    return [_sight(job.page.name, answer) for job, answer in zip(jobs, answers, strict=True)]


def judge(files: Sequence[Path], widths: Sequence[int] = (PHONE, DESKTOP)) -> dict[Path, list[Finding]]:
    """Judges many HTML files and EPUBs, the latter page by page, each page by day and by night."""
    with tempfile.TemporaryDirectory(prefix="chromium-") as scratch:
        jobs = [
            (file, Job(page, width, dark=dark, axe=True))
            for number, file in enumerate(files)
            for page in (epub_pages(file, Path(scratch, str(number))) if file.suffix == ".epub" else [file])
            for width, dark in itertools.product(widths, (False, True))
        ]
        sights = look([job for _, job in jobs])
    verdicts: dict[Path, list[Finding]] = {file: [] for file in files}
    for (file, _), sight in zip(jobs, sights, strict=True):
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


def browser() -> str:
    if browser := programs.find(*BROWSERS):
        return browser
    raise JudgeBroken(missing())


def _sight(name: str, answer: dict[str, Any]) -> Sight:
    findings = [Finding(name, "error", f["code"], f["message"], f["where"]) for f in answer["findings"]]
    return Sight(findings, answer["width"], answer["height"])
