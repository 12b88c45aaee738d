"""Pictures of finished files, by the programs that show them: for people to look at, never to decide."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from exporter.readback.epub import content_documents
from exporter.readback.package import Package

MOST_PAGES = 8
"""Pages of one file that are drawn; a proof sheet is no second copy."""
_SCALE = 1.0
"""Pixels for a point: enough to see how a page is laid out."""
_SECONDS = 120
_OFFICE = ("soffice", "libreoffice")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SCREEN = "820,1160"
"""What a window of a browser measures, in CSS pixels: about a page."""


class NoPicture(Exception):
    """Why there is no picture of a file."""


def pictures_of(data: bytes, suffix: str) -> list[bytes]:
    """PNG files of the first pages of ``data``, whose format is told by ``suffix``; raises ``NoPicture``."""
    match suffix:
        case "pdf":
            return _of_pdf(data)
        case "docx":
            return _of_pdf(_converted(data))
        case "html":
            return [_of_page(data)]
        case "epub":
            return _of_book(data)
        case _:
            raise NoPicture(f"no program here draws .{suffix} files")


def _of_pdf(data: bytes) -> list[bytes]:
    try:
        import pypdfium2  # heavy, and only for proof sheets
    except ModuleNotFoundError:
        raise NoPicture("pypdfium2 is not installed (pip install 'exporter[verify]')") from None
    document = pypdfium2.PdfDocument(data)
    try:
        return [_png(document[number]) for number in range(min(len(document), MOST_PAGES))]
    finally:
        document.close()


def _png(page: object) -> bytes:
    stream = io.BytesIO()
    image = page.render(scale=_SCALE).to_pil()  # type: ignore[attr-defined]
    image.convert("P", palette=1, colors=128).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _converted(data: bytes) -> bytes:
    """A Word document as LibreOffice lays it out."""
    program = _found(_OFFICE, "LibreOffice")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "file.docx")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        _run([program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)])
        return _made(Path(folder, "file.pdf"), "LibreOffice")


def _of_page(data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "file.html")
        source.write_bytes(data)
        return _on_screen(source, folder)


def _of_book(data: bytes) -> list[bytes]:
    """The first content documents of a book that was read back, so that it is known to be no bomb."""
    names = content_documents(Package(data, "file.epub"))[:MOST_PAGES]
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(data)) as book:
        book.extractall(folder)  # no name leads out of the folder
        return [_on_screen(Path(folder, name), folder) for name in names]


def _on_screen(source: Path, folder: str) -> bytes:
    """What a browser shows of a page before it is scrolled; it keeps its own files in ``folder``."""
    program = _found(_BROWSERS, "Chromium")
    target = Path(folder, "file.png")
    target.unlink(missing_ok=True)
    switches = ["--headless", "--disable-gpu", "--hide-scrollbars", f"--window-size={_SCREEN}"]
    if os.geteuid() == 0:  # its sandbox cannot be had by this user, and the page is ours, without scripts
        switches.append("--no-sandbox")
    profile = f"--user-data-dir={folder}/profile"
    _run([program, *switches, profile, f"--screenshot={target}", source.as_uri()])
    return _made(target, "Chromium")


def _found(names: tuple[str, ...], program: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise NoPicture(f"{program} is not installed")
    return found


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        raise NoPicture(f"{Path(command[0]).name} gave no answer") from None


def _made(path: Path, program: str) -> bytes:
    if not path.is_file():
        raise NoPicture(f"{program} made no picture")
    return path.read_bytes()
