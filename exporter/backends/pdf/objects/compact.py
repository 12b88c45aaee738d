"""The file as bytes: objects in compressed object streams, found by a cross-reference stream.

Each object is formatted once. Streams go to the file as they are made; all others but the document
information are packed (ISO 32000-1, 7.5.7), which makes a file of many small objects a third of its
size. Nothing is encrypted, so no object is barred from being packed.
"""

from __future__ import annotations

import array
import functools
import hashlib
import struct
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import accumulate, islice
from typing import Any, TypeVar

from reportlab.pdfbase.pdfdoc import PDFDocument

from exporter.backends.deflate import zlib_stream
from exporter.backends.pdf.objects import syntax
from exporter.backends.pdf.objects.syntax import Stream, Value, Written, dictionary, reference
from exporter.model.memory import Memory

Made = TypeVar("Made")
FONTS = b"1 0 R"
"""The reference to the fonts that pages show, which ReportLab makes first."""
MOST_PACKED = 200
"""Objects in one object stream: a reader unpacks all of them to read one."""
_END = b"endstream\n"
_ROW = 8
"""The bytes of a row of the cross-reference stream, with the one before it that names its filter."""
_OFFSET, _TYPE = 16, 48
"""The bits at which the fields of an entry begin, from the right."""
_FREE, _IN_FILE, _PACKED = 0xFFFF, 1 << _TYPE, 2 << _TYPE
"""Entries by their types (7.5.8.3, table 18); the one of the list of free objects is never used again."""


class Pages(Written):
    """The page tree, of one node (ISO 32000-1, 7.7.3)."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[Written] = []

    def format(self, document: Any) -> bytes:
        kids = syntax.array([reference(document, page) for page in self.pages])
        return dictionary(Type="/Pages", Kids=kids, Count=len(self.pages))


class Catalog(Written):
    """The catalogue (7.7.2), with ``entries`` beside that of the pages."""

    def __init__(self, pages: Pages) -> None:
        super().__init__()
        self._pages = pages
        self.entries: dict[str, Value] = {}

    def format(self, document: Any) -> bytes:
        return dictionary(Type="/Catalog", Pages=reference(document, self._pages), **self.entries)


@functools.cache
def _begun() -> dict[str, Any]:
    """What a document knows as it begins, its fonts its only object: made once in a process."""
    return {**PDFDocument(invariant=1).__dict__}


class CompactDocument(PDFDocument):  # type: ignore[misc]  # ReportLab has no types
    """ReportLab's store of objects, written in a way of our own."""

    objectcounter: int

    def __init__(self, version: tuple[int, int], memory: Memory | None = None) -> None:
        """``version`` is that of PDF; ``memory`` holds what was made for other documents."""
        self.__dict__.update(_begun())
        self.delayedFonts: list[Any] = []
        self._objects: dict[int, Written] = {}
        self.memory = memory or Memory()
        self.Pages = Pages()
        self.Catalog = Catalog(self.Pages)
        self.info = Written(dictionary())
        self._shared: dict[Hashable, Any] = {}
        self._fonts: dict[str, bytes] = {}
        self.given: dict[int, bytes] = {}
        self._own: dict[int, bytes] = {}
        self.steps: list[tuple[int, Callable[[Any], object]]] | None = None
        self.texts: list[tuple[Any, str, bool | None]] | None = None
        self._writer = _Writer(version, self.memory)

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The one object for ``key``, made when it is first asked for."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    @property
    def shared_keys(self) -> Iterable[Hashable]:
        """The keys of what the file shares, in the order in which it came."""
        return self._shared

    def step(self, do: Callable[[Any], object]) -> None:
        """What is about to be made, where somebody records it: ``do`` makes it on another canvas."""
        if self.steps is not None:
            self.steps.append((self.objectcounter, do))

    def refer(self, target: Written) -> bytes:
        """The reference to an object."""
        if not target.ref:
            target.ref = self.reserve()
            self._objects[self.objectcounter] = target
        return target.ref

    def reserve(self) -> bytes:
        """The reference to a new object, which is given later."""
        self.objectcounter += 1
        return b"%d 0 R" % self.objectcounter

    def add(self, bodies: Sequence[bytes]) -> list[bytes]:
        """The references to new objects, which are packed at once: they take little room from now on."""
        numbers = range(self.objectcounter + 1, self.objectcounter + 1 + len(bodies))
        self.objectcounter += len(bodies)
        for number, body in zip(numbers, bodies, strict=True):
            self.pack(number, body)
        return [b"%d 0 R" % number for number in numbers]

    def complete(self, reserved: bytes, body: bytes) -> None:
        """The object that was reserved, packed at once."""
        self.pack(_number(reserved), body)

    def pack(self, number: int, body: bytes) -> None:
        """An object with a number, packed at once."""
        self._writer.pack(number, body)
        self.step(lambda canvas: canvas._doc.pack(number, body))

    def again(self, key: tuple[Hashable, ...], parts: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What ``make`` returns, and the objects that it gives: all follow from ``key``, ``parts`` and how
        many objects there are (see ``Memory.of``)."""
        drawn = False

        def record() -> tuple[Made, dict[int, bytes], int]:
            nonlocal drawn
            drawn, before = True, len(self.given)
            made = make()
            return made, dict(islice(self.given.items(), before, None)), self.objectcounter

        made, given, count = self.memory.of((*key, self.objectcounter), parts, record)
        if not drawn:
            self.given.update(given)
            self.objectcounter = count
        return made

    def put(self, body: bytes) -> bytes:
        """The reference to a new object. A stream goes to the file, others are packed when all are known."""
        self.objectcounter += 1
        self._add(self.objectcounter, body)
        return b"%d 0 R" % self.objectcounter

    def give(self, reserved: bytes, body: bytes) -> None:
        """The object that was reserved, which is no stream."""
        self.given[_number(reserved)] = body

    def give_own(self, reserved: bytes, body: bytes) -> None:
        """The object that was reserved, which fewer files have than have all else, as that of a font: those
        are packed last, so that files have the same packs before."""
        self._own[_number(reserved)] = body

    def put_own(self, body: bytes) -> None:
        """A new object, of which the same is true."""
        if body.endswith(_END):
            self.put(body)
        else:
            self.give_own(self.reserve(), body)

    def complete_fonts(self) -> None:
        """Adds what the fonts need, once all pages are drawn."""
        for font in self.delayedFonts:
            font.addObjects(self)
            self._fonts[font.resource] = font.ref
        self.delayedFonts.clear()
        self.give(FONTS, dictionary(**self._fonts))

    def GetPDFData(self, canvas: Any) -> bytes:  # noqa: N802 - ReportLab's name
        self.complete_fonts()
        root, info = (reference(self, own) for own in (self.Catalog, self.info))
        while self._objects:  # formatting an object may make others
            objects, self._objects = self._objects, {}
            for number, target in objects.items():
                self._add(number, target.format(self))
        self._writer.write_plain(_number(info), self.given.pop(_number(info)))
        for packed_together in (self.given, self._own):
            self._writer.pack_all(packed_together)
        return self._writer.finished(self.objectcounter, Root=root, Info=info)

    def _add(self, number: int, body: bytes) -> None:
        if body.endswith(_END):
            self._writer.write_stream(number, body)
            self.step(lambda canvas: canvas._doc._add(number, body))
        else:
            self.given[number] = body


def _number(reference: bytes) -> int:
    return int(reference[:-4])


class _Writer:
    """The parts of the file so far, and where each object is in them.

    ``_entries`` are rows of the cross-reference stream as numbers: the type in the seventh byte, the offset
    or the pack in the next four, and the place in the pack in the last two. That of no object is 0.
    """

    def __init__(self, version: tuple[int, int], memory: Memory) -> None:
        self._memory = memory
        self._parts: list[bytes] = []
        self._length = 0
        self._digest = hashlib.md5(usedforsecurity=False)
        self._entries = array.array("Q", bytes(_ROW))
        self._numbers: list[int] = []
        self._bodies: list[bytes] = []
        self._packs: list[bytes] = []
        self._place = _PACKED
        # the comment marks the file as binary (7.5.2)
        self._write(b"%%PDF-%d.%d\n%%\xe2\xe3\xcf\xd3\n" % version)

    def pack_all(self, objects: dict[int, bytes]) -> None:
        """Objects that are no streams, by their numbers, which no other pack has with them from here on."""
        in_order, entries, start = sorted(objects), self._entries, 0
        if in_order:
            self._enter(in_order[-1], 0)
        while start < len(in_order):
            waiting = len(self._numbers)
            numbers = in_order[start : start + MOST_PACKED - waiting]
            for entry, number in enumerate(numbers, self._place + waiting):
                entries[number] = entry
            self._numbers += numbers
            self._bodies += [objects.pop(number) for number in numbers]
            self.end_pack()
            start += len(numbers)
        self.end_pack()

    def write_plain(self, number: int, body: bytes) -> None:
        """An object that is no stream, in no pack: no other file has it, and it is too short to compress."""
        self._enter(number, _IN_FILE | self._length << _OFFSET)
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def write_stream(self, number: int, body: bytes) -> None:
        self._enter(number, _IN_FILE | self._length << _OFFSET)
        self._write_stream(number, body)

    def pack(self, number: int, body: bytes) -> None:
        """An object that is no stream."""
        self._enter(number, self._place + len(self._bodies))
        self._numbers.append(number)
        self._bodies.append(body)
        if len(self._bodies) == MOST_PACKED:
            self.end_pack()

    def _enter(self, number: int, entry: int) -> None:
        if number >= len(self._entries):
            self._entries.frombytes(bytes(_ROW * (number + 1)))
        self._entries[number] = entry

    def finished(self, count: int, **trailer: Value) -> bytes:
        """The whole file of ``count`` objects: the packs stand after all streams, and the cross-reference
        stream last."""
        first_pack = count + 1
        own = self._entries[1:first_pack]
        numbered = first_pack << _OFFSET
        entries = [_FREE, *[entry + numbered if entry >= _PACKED else entry for entry in own]]
        for number, pack in enumerate(self._packs, first_pack):
            entries.append(_IN_FILE | self._length << _OFFSET)
            self._write_stream(number, pack)
        start = self._length
        entries.append(_IN_FILE | start << _OFFSET)
        identifier = b"<%b>" % self._digest.hexdigest().encode()
        stated = {**trailer, "Size": len(entries), "ID": syntax.array((identifier, identifier))}
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
        self._write(b"%d 0 obj\n%b\r\nendstream\nendobj\n" % (number, body.removesuffix(_END)))

    def end_pack(self) -> None:
        """The objects that are waiting become one object stream: numbers and offsets, then the objects."""
        if not self._bodies:
            return
        packed = tuple(self._numbers), tuple(self._bodies)
        self._packs.append(self._memory.of(("pdf pack", packed), (), lambda: _object_stream(*packed)))
        self._numbers.clear()
        self._bodies.clear()
        self._place = _PACKED | len(self._packs) << _OFFSET


def _object_stream(numbers: Sequence[int], bodies: Sequence[bytes]) -> bytes:
    offsets = accumulate([len(body) + 1 for body in bodies], initial=0)
    first = b" ".join([b"%d %d" % pair for pair in zip(numbers, offsets, strict=False)]) + b"\n"
    entries: dict[str, Value] = {"Type": "/ObjStm", "N": len(bodies), "First": len(first)}
    return Stream(first + b"\n".join(bodies), entries).data


def _cross_references(entries: list[int], trailer: dict[str, Value]) -> Stream:
    """The cross-reference stream (7.5.8), whose dictionary is the trailer.

    Rows are stored as their differences to the row above (7.4.4.4), for offsets only grow.
    """
    rows = struct.pack(f">{len(entries)}Q", *entries)
    said: dict[str, Value] = {
        "Type": "/XRef",
        "W": syntax.array((1, 4, 2)),
        "Filter": "/FlateDecode",
        "DecodeParms": dictionary(Predictor=12, Columns=_ROW - 1),
    }
    return Stream(zlib_stream(_differences(rows)), {**said, **trailer})


def _differences(rows: bytes) -> bytes:
    """``rows`` with each byte less the one above it, modulo 256, behind the number of that predictor (PNG,
    9.2): all bytes at once, as the digits of numbers between which no borrow passes."""
    count = len(rows) // _ROW
    high = int.from_bytes(b"\x80" * len(rows))
    below = int.from_bytes(rows)
    above = below >> 8 * _ROW
    differences = ((below | high) - (above & ~high)) ^ ((below ^ ~above) & high)
    filters = int.from_bytes((b"\x02" + bytes(_ROW - 1)) * count)
    return (differences | filters).to_bytes(len(rows))
