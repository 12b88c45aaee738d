"""Edits of finished files: the text of their parts is changed, and the file is put together again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf

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
            if edit and name.endswith((".xml", ".xhtml", ".opf", ".rels")):
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
            before = page.Contents.read_bytes()
            after = edit(before.decode("latin-1")).encode("latin-1")
            changes += after != before
            page.Contents = pdf.make_stream(after)

    saved = resaved(data, change)
    assert changes, "nothing has changed"
    return saved


def resaved(data: bytes, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(stream, **options)  # type: ignore[arg-type]
    return stream.getvalue()
