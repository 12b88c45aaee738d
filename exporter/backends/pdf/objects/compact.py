"""The file as bytes: objects in compressed object streams, found by a cross-reference stream.

Each object is formatted once. Streams go to the file as they are met; all others are packed
(ISO 32000-1, 7.5.7), which makes a file of many small objects a third of its size. Nothing is
encrypted, so no object is barred from being packed.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Hashable
from typing import Any, TypeAlias

from reportlab.pdfbase.pdfdoc import PDFDocument

from exporter.backends.pdf.objects.syntax import Stream, Value, array, dictionary

MOST_PACKED = 200
"""Objects in one object stream: a reader unpacks all of them to read one."""
_FREE, _IN_FILE, _PACKED = 0, 1, 2
"""The types of entries of a cross-reference stream (7.5.8.3, table 18)."""
_END = b"endstream\n"


Entry: TypeAlias = tuple[int, int, int]
"""Where an object is: the type of its entry, the offset of its first byte and 0, or its pack and its
place in that."""


class CompactDocument(PDFDocument):  # type: ignore[misc]  # ReportLab has no types
    """ReportLab's store of objects, written in a way of our own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shared: dict[Hashable, Any] = {}
        self._promised: dict[int, Callable[[], bytes]] = {}
        self._writer = _Writer(self._pdfVersion)

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The one object for ``key``, made when it is first asked for."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    def reserve(self) -> bytes:
        """The reference to a new object, which is given later."""
        self.objectcounter += 1
        return b"%d 0 R" % self.objectcounter

    def add(self, body: bytes) -> bytes:
        """The reference to a new object, which is packed at once: it takes little room from now on."""
        self.objectcounter += 1
        self._writer.pack(self.objectcounter, body)
        return b"%d 0 R" % self.objectcounter

    def complete(self, reserved: bytes, body: bytes) -> None:
        """The object that was reserved, packed at once."""
        self._writer.pack(_number(reserved), body)

    def promise(self, reserved: bytes, write: Callable[[], bytes]) -> None:
        """``write`` is asked for the object when its turn comes."""
        self._promised[_number(reserved)] = write

    def GetPDFData(self, canvas: Any) -> bytes:  # noqa: N802 - ReportLab's name
        for font in self.delayedFonts:
            font.addObjects(self)
        root, info = self.Reference(self.Catalog), self.Reference(self.info)
        number = 0
        while number < self.objectcounter:  # formatting an object may make others
            number += 1
            if number in self._promised:
                self._writer.pack(number, self._promised.pop(number)())
            elif not self._writer.has(number):
                self._writer.add(number, self.idToObject[self.numberToId[number]].format(self))
        return self._writer.finished(Root=root.format(self), Info=info.format(self))


def _number(reference: bytes) -> int:
    return int(reference[:-4])


class _Writer:
    """The parts of the file so far, and where each object is in them."""

    def __init__(self, version: tuple[int, int]) -> None:
        self._parts: list[bytes] = []
        self._length = 0
        self._digest = hashlib.md5(usedforsecurity=False)
        self._entries: list[Entry | None] = [(_FREE, 0, 0xFFFF)]
        self._packing: list[tuple[int, bytes]] = []
        self._packs: list[Stream] = []
        # the comment marks the file as binary (7.5.2)
        self._write(b"%%PDF-%d.%d\n%%\xe2\xe3\xcf\xd3\n" % version)

    def has(self, number: int) -> bool:
        return number < len(self._entries) and self._entries[number] is not None

    def add(self, number: int, body: bytes) -> None:
        if body.endswith(_END):
            self._enter(number, (_IN_FILE, self._length, 0))
            self._write_stream(number, body)
            return
        self.pack(number, body)

    def pack(self, number: int, body: bytes) -> None:
        """An object that is no stream."""
        self._enter(number, (_PACKED, len(self._packs), len(self._packing)))
        self._packing.append((number, body))
        if len(self._packing) == MOST_PACKED:
            self._pack()

    def _enter(self, number: int, entry: Entry) -> None:
        if number == len(self._entries):
            self._entries.append(entry)
            return
        self._entries += [None] * (number + 1 - len(self._entries))
        self._entries[number] = entry

    def finished(self, **trailer: Value) -> bytes:
        """The whole file: the packs stand after all streams, and the cross-reference stream last."""
        if self._packing:
            self._pack()
        first_pack = len(self._entries)
        entries: list[Entry] = [
            (kind, first_pack + place, slot) if kind == _PACKED else (kind, place, slot)
            for kind, place, slot in filter(None, self._entries)
        ]
        for pack in self._packs:
            entries.append((_IN_FILE, self._length, 0))
            self._write_stream(len(entries) - 1, pack.data)
        start = self._length
        entries.append((_IN_FILE, start, 0))
        identifier = b"<%b>" % self._digest.hexdigest().encode()
        stated = {**trailer, "Size": len(entries), "ID": array((identifier, identifier))}
        self._write_stream(len(entries) - 1, _cross_references(entries, stated).data)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self._parts)

    def _write(self, data: bytes) -> None:
        self._digest.update(data)
        self._parts.append(data)
        self._length += len(data)

    def _write_stream(self, number: int, body: bytes) -> None:
        """The data end with a line end that is not theirs (ISO 19005-2, 6.1.7.1): CR LF, as data whose
        last byte is CR would lose it to a line feed alone."""
        self._write(b"%d 0 obj\n" % number)
        self._write(body.removesuffix(_END))
        self._write(b"\r\nendstream\nendobj\n")

    def _pack(self) -> None:
        """The objects that are waiting as one object stream: numbers and offsets, then the objects."""
        offset, head, bodies = 0, [], []
        for number, body in self._packing:
            head.append(b"%d %d" % (number, offset))
            bodies.append(body)
            offset += len(body) + 1
        first = b" ".join(head) + b"\n"
        content = first + b"\n".join(bodies)
        self._packs.append(Stream(content, {"Type": "/ObjStm", "N": len(bodies), "First": len(first)}))
        self._packing = []


def _cross_references(entries: list[Entry], trailer: dict[str, Value]) -> Stream:
    """The cross-reference stream (7.5.8), whose dictionary is the trailer.

    Rows are stored as their differences to the row above (7.4.4.4), for offsets only grow.
    """
    width = (max(entries[-1][1], len(entries)).bit_length() + 7) // 8  # the last is the farthest
    next_in_pack = b"\x02" + bytes(width + 2) + b"\x01"
    rows, above, before = [], bytes(width + 3), (-1, -1, -1)
    for entry in entries:
        kind, place, slot = entry
        if before == (kind, place, slot - 1) and slot < 0x100:
            rows.append(next_in_pack)
        else:
            above = bytes((before[0],)) + before[1].to_bytes(width) + before[2].to_bytes(2) if rows else above
            row = bytes((kind,)) + place.to_bytes(width) + slot.to_bytes(2)
            rows.append(b"\x02" + bytes((new - old) & 0xFF for new, old in zip(row, above, strict=True)))
        before = entry
    said: dict[str, Value] = {
        "Type": "/XRef",
        "W": array((1, width, 2)),
        "Filter": "/FlateDecode",
        "DecodeParms": dictionary(Predictor=12, Columns=width + 3),
    }
    return Stream(zlib.compress(b"".join(rows)), {**said, **trailer})
