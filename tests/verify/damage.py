"""Edits of finished files: the text of their parts is changed, and the file is put together again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pikepdf

from exporter.readback.pdf.fonts import decoder_of

Edit = Callable[[str], str]


def put(old: str, new: str) -> Edit:
    return lambda text: text.replace(old, new)


def swap(first: str, second: str) -> Edit:
    """Changes two places; where they are in different parts, nothing happens."""

    def edit(text: str) -> str:
        if first not in text or second not in text:
            return text
        return text.replace(first, "\0").replace(second, first).replace("\0", second)

    return edit


def edited(data: bytes, edit: Edit) -> bytes:
    """``data`` with every part of its text changed; fails where nothing has changed."""
    if data.startswith(b"%PDF"):
        changed = _edited_pdf(data, edit)
    elif data.startswith(b"PK"):
        changed = rezipped(data, edit)
    else:
        changed = edit(data.decode()).encode()
        assert changed != data, "nothing has changed"
    return changed


def rezipped(data: bytes, edit: Edit | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream, changes = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", method) as new:
        for name in old.namelist():
            part = old.read(name)
            if edit and name.endswith((".xml", ".xhtml", ".opf", ".rels", ".css")):
                before, part = part, edit(part.decode()).encode()
                changes += part != before
            new.writestr(name, part)
    assert changes or not edit, "nothing has changed"
    return stream.getvalue()


def _edited_pdf(data: bytes, edit: Edit) -> bytes:
    changes = 0

    def change(pdf: pikepdf.Pdf) -> None:
        nonlocal changes
        for page in pdf.pages:
            before = page.Contents.read_bytes().decode("latin-1")
            spelt = _spelt(before, page)
            after = edit(spelt)
            changes += after != spelt
            page.Contents = pdf.make_stream(_shown(after, page).encode("latin-1"))

    saved = resaved(data, change)
    assert changes, "nothing has changed"
    return saved


_TF = r"/(?P<font>F\d+) [\d.]+ Tf"
_STRING = r"\((?:\\.|[^\\)])*\)"


def _spelt(content: str, page: pikepdf.Page) -> str:
    """A content stream with what its fonts say in place of codes: ``(words) Tj``."""

    font = ""

    def spell(found: re.Match[str]) -> str:
        nonlocal font
        if found["font"]:
            font = found["font"]
            return found[0]
        array = pikepdf.Object.parse(found[0].removesuffix(" TJ").encode("latin-1"))
        codes = b"".join(bytes(part) for part in array if isinstance(part, pikepdf.String))
        text = "".join(decoder_of(page.Resources.Font[f"/{font}"]).characters_of(codes))
        escaped = re.sub(r"([\\()])", r"\\\1", text).encode("latin-1", "backslashreplace").decode("latin-1")
        return f"({escaped}) Tj"

    return re.sub(rf"(?s){_TF}|\[(?:{_STRING}|[-\d.])*\] TJ", spell, content)


def _shown(spelt: str, page: pikepdf.Page) -> str:
    """A content stream with the codes of what was spelt in it."""

    font = ""

    def show(found: re.Match[str]) -> str:
        nonlocal font
        if found["font"]:
            font = found["font"]
            return found[0]
        characters = decoder_of(page.Resources.Font[f"/{font}"]).characters
        codes = {text: code for code, text in characters.items()}
        text = re.sub(r"\\([\\()])", r"\1", found[0][1:].removesuffix(") Tj"))
        text = re.sub(r"\\u(.{4})|\\x(..)", lambda code: chr(int(code[1] or code[2], 16)), text)
        return f"<{b''.join(codes[character] for character in text).hex()}> Tj"

    return re.sub(rf"(?s){_TF}|{_STRING} Tj", show, spelt)


def resaved(data: bytes, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(stream, **options)  # type: ignore[arg-type]
    return stream.getvalue()
