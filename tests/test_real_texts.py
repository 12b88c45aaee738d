"""Markdown that others wrote: READMEs and manuals of installed packages, and CommonMark's specification.

At least nine in ten export as drafts to every format with no word lost; each other is refused with its
line. ``EXPORTER_EXAMPLES`` says how many are tried; ``make proof-texts`` tries them all.
"""

from __future__ import annotations

import hashlib
import os
import re
import site
from collections import Counter
from pathlib import Path

import lxml.html
import pytest
from markdown_it import MarkdownIt

from exporter.backends import BACKENDS
from exporter.checks import named_profile
from exporter.errors import ExporterError
from exporter.pipeline import load_theme, read_source, renderings
from exporter.readers import with_overrides
from exporter.verify import verify
from tests.judges.programs import NODE_MODULES

pytestmark = pytest.mark.judges

WANTED = int(os.environ.get("EXPORTER_EXAMPLES", "60"))
LEAST_SHARE = 0.9
LEAST_TEXTS = 300


def texts() -> list[Path]:
    """Every different text, in an order that depends on nothing but their bytes."""
    folders = [NODE_MODULES, *map(Path, site.getsitepackages())]
    paths = [
        path
        for folder in folders
        for path in folder.rglob("*.[mM][dD]")
        if path.is_file() and "exporter/content" not in path.as_posix()  # what pip has copied of our own
    ]
    paths.append(NODE_MODULES / "commonmark-spec/spec.txt")
    by_digest = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in paths if path.exists()}
    return [path for _, path in sorted(by_digest.items())]


def test_others_texts_export_with_every_word_or_are_refused_with_a_line() -> None:
    found = texts()
    if len(found) < LEAST_TEXTS:
        pytest.skip("the texts are missing; `make judges` installs them")
    tried = found[:WANTED]
    refused = [path for path in tried if not exports(path)]
    print(f"{len(tried)} of {len(found)} texts tried, {len(refused)} refused")
    # A sample may be unlucky; the share is held in full by `make proof-texts`.
    most = (1 - LEAST_SHARE) * len(tried) * (1 if len(tried) == len(found) else 2)
    assert len(refused) <= most


def exports(path: Path) -> bool:
    """Whether a text exports; it must then have every word in every format, or else be refused well."""
    data = path.read_bytes()
    try:
        document, _ = read_source(data, path.name, path.parent, placeholders=True)
        document = with_overrides(document, {"lang": "en"})
        rendered = dict(
            renderings(document, to=BACKENDS, theme=load_theme("clinic"), profile=named_profile("draft"))
        )
    except ExporterError as error:
        assert all(notice.file == path.name for notice in error.notices)
        assert any(notice.severity == "error" for notice in error.notices)
        return False
    differences = verify(document, {name: one.data for name, one in rendered.items()})
    assert differences == [], (path, differences[:3])
    lost = words_of_reference(data) - words_of_html(rendered["html"].data.decode())
    assert not lost, (path, lost)
    return True


def words_of_reference(data: bytes) -> Counter[str]:
    """The words that CommonMark's reference structure shows, tables and struck text included."""
    text = re.sub(
        r"\A---\n.*?\n(---|\.\.\.)\n", "", data.decode("utf-8-sig").replace("\r\n", "\n"), flags=re.DOTALL
    )
    parser = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
    code = {
        number
        for token in parser.parse(text)
        if token.type in ("fence", "code_block")
        for number in range(*token.map)
    }
    lines = text.split("\n")
    shown = parser.render("\n".join(line if n in code else opened(line) for n, line in enumerate(lines)))
    return words_of_html(f"<body>{shown}</body>")


def opened(line: str) -> str:
    """A line with the word that a callout prints of its kind, where it opens one."""
    for opening in (r"\[!(\w+)\][ \t]*$", r"^:::[ \t]*(\w+)[ \t]*$"):
        line = re.sub(opening, lambda callout: callout[1].capitalize(), line)
    return line


def words_of_html(page: str) -> Counter[str]:
    """The words between the tags; what scripts, comments and our navigation hold is not shown text."""
    body = lxml.html.document_fromstring(page or "<body></body>").find("body")
    for hidden in body.xpath(".//script | .//style | .//nav | .//comment()"):
        hidden.drop_tree()
    for element in body.iter():
        if element.tag in APART:
            element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"
    return Counter(re.findall(r"[^\W_]+", body.text_content()))


APART = frozenset(
    [
        "p",
        "div",
        "section",
        "aside",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "table",
        "caption",
        "pre",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "img",
    ]
)
"""Elements whose words are not those of their neighbours."""
