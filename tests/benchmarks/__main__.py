"""Prints what one more personalised handout takes, and what it takes to make a book and a long table, in every format.

Each figure is from a process of its own, so that memory is what that one export took. Seconds are of
CPU, without start-up: import, theme and faces are there, as a small document is exported first, and
garbage is collected as the command does it. Trust the ratios: the floor is the same lines, already
broken, drawn on a bare ReportLab canvas.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import exporter
from exporter.backends import BACKENDS, backend
from exporter.backends.pdf import painter
from exporter.cli.process import collect_seldom
from exporter.model import Document
from exporter.readers import read
from tests.benchmarks import cold, personal
from tests.benchmarks.books import book, headings, links, lists, long_table, notes, paragraph

DOCUMENTS: dict[str, Callable[[int], Document]] = {
    "book": lambda copies: read(book(copies).encode(), "book.md").document,
    "table": long_table,
    "paragraph": paragraph,
    "lists": lists,
    "notes": notes,
    "links": links,
    "headings": headings,
}
FORMATS = (*BACKENDS, "floor", "untagged")
"""``floor`` and ``untagged`` are of the PDF alone, and no formats of the product."""
ROWS = (
    *(("book", 100), ("book", 1000), ("table", 10_000), ("table", 100_000), ("paragraph", 1_000_000)),
    *((name, size) for name in ("lists", "notes", "links", "headings") for size in (1000, 4000)),
)
_HEAD = ("document", "size", "format", "CPU s", "render s", "MB", "kB out", "pages", "growth", "of floor")


def main() -> None:
    if len(sys.argv) == 4:
        print(*measured(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
        return
    cold.main()
    personal.main()
    print("\n" + ("{:>10}" * len(_HEAD)).format(*_HEAD))
    before: dict[tuple[str, str], tuple[int, float]] = {}
    for name, size in ROWS:
        floor = _apart(name, size, "floor")[0]
        for form in FORMATS:
            seconds, rendering, megabytes, kilobytes, pages = _apart(name, size, form)
            smaller, less = before.get((name, form), (size, seconds))
            before[name, form] = size, seconds
            growth = f"{seconds / less:.1f}/{size // smaller}" if smaller != size else ""
            ratio = f"{rendering / floor:.1f}" if form in ("pdf", "untagged") else ""
            times = (f"{seconds:.2f}", f"{rendering:.2f}")
            cells = (name, size, form, *times, int(megabytes), int(kilobytes), int(pages))
            print("".join(f"{cell:>10}" for cell in (*cells, growth, ratio)), flush=True)


def _apart(name: str, size: int, form: str) -> list[float]:
    """What ``measured`` says in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks", name, str(size), form]
    return [float(word) for word in subprocess.check_output(command, text=True).split()]


def measured(name: str, size: int, form: str) -> tuple[float, float, int, int, int]:
    """CPU seconds, those of the backend alone, the peak of memory in MB, kB written, and pages where there
    are any."""
    collect_seldom()
    document = DOCUMENTS[name](size)
    export = exporter.export
    to = form if form in BACKENDS else "pdf"
    export(long_table(3), to=[to])
    if form == "floor":
        seconds, data, pages = _floor(document)
        rendering = seconds
    else:
        with _without_tags() if form == "untagged" else _nothing(), _timed(type(backend(to))) as times:
            start = time.process_time()
            rendered = export(document, to=[to])[to]
            seconds = time.process_time() - start
        (rendering,) = times
        data, pages = rendered.data, rendered.page_map.count if rendered.page_map and to == "pdf" else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (
        seconds,
        rendering,
        peak // (1 << 20 if sys.platform == "darwin" else 1 << 10),
        len(data) // 1000,
        pages,
    )


def _floor(document: Document) -> tuple[float, bytes, int]:
    """The lines that an export draws, drawn again without tags, tables' rules, links and fonts of ours."""
    from reportlab.pdfgen.canvas import Canvas

    pages: list[list[tuple[float, float, float, str]]] = [[]]

    class Recorder(painter.Painter):
        def _set(self, text: str, ink: Any, x: float, y: float, *more: float, **direction: Any) -> str:
            while len(pages) <= self._tree._page:
                pages.append([])
            pages[-1].append((x, y, ink.size, text))
            return super()._set(text, ink, x, y, *more, **direction)

    with _painting_with(Recorder):
        exporter.export(document, to=["pdf"])
    start = time.process_time()
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=1)
    for page in pages:
        text = canvas.beginText()
        for x, y, size, words in page:
            text.setFont("Helvetica", size)
            text.setTextOrigin(x, y)
            text.textOut(words)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return time.process_time() - start, out.getvalue(), len(pages)


def _without_tags() -> Any:
    """Paints nothing as content of an element, so that the tree stays all but empty."""

    class Untagged(painter.Painter):
        @contextmanager
        def content(self, elem: Any) -> Any:
            yield

        @contextmanager
        def artifact(self, kind: str = "") -> Any:  # type: ignore[override]
            yield

        def complete(self, elem: Any) -> None:
            pass

        def leaf(self, type: str, parent: Any, attributes: bytes, text: str, ink: Any, *place: float) -> None:
            x, y, width = place
            self._write(f"BT {self._set(text, ink, self._left(x, width), y)} ET")

        def _flush(self, shown: list[str], elem: Any) -> None:
            if shown:
                self._write(f"BT {' '.join(shown)} ET")
                shown.clear()

    return _painting_with(Untagged)


@contextmanager
def _painting_with(kind: type[painter.Painter]) -> Any:
    from exporter.backends import pdf

    ours, pdf.Painter = pdf.Painter, kind  # type: ignore[misc]  # a benchmark's own
    try:
        yield
    finally:
        pdf.Painter = ours  # type: ignore[misc]


@contextmanager
def _timed(kind: type[Any]) -> Iterator[list[float]]:
    """The CPU seconds that each call of a backend's ``render`` takes."""
    times: list[float] = []
    render = kind.render

    def timed(*arguments: Any) -> Any:
        start = time.process_time()
        rendered = render(*arguments)
        times.append(time.process_time() - start)
        return rendered

    kind.render = timed
    try:
        yield times
    finally:
        kind.render = render


@contextmanager
def _nothing() -> Any:
    yield


if __name__ == "__main__":
    main()
