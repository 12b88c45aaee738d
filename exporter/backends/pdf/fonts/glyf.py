"""Glyphs made of other glyphs, added to a TrueType font (OpenType ``glyf``, composite glyphs).

A letter that a face has in pieces, such as a skeleton and its dots, becomes one glyph in the file: so
it has one code, which says the letter.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from exporter.backends.pdf.fonts.shaping import Form, Part

_WORDS, _OFFSETS, _MORE = 0x0001, 0x0002, 0x0020
_CHECKED = 0xB1B0AFBA
_LARGEST = 0xFFFF

Box = tuple[int, int, int, int]


def with_made(font: bytes, made: Mapping[int, Form]) -> tuple[bytes, Box]:
    """``font`` with the glyphs ``made``, by their numbers beyond its own, and the box around all."""
    tables = _tables(font)
    glyf, offsets = tables["glyf"], _offsets(tables)
    count = len(offsets) - 1
    metrics = [*_metrics(tables, count), *[(0, 0)] * (max(made) + 1 - count)]
    boxes: list[Box] = [struct.unpack_from(">4h", tables["head"], 36)]
    added = bytearray()
    for glyph, form in sorted(made.items()):
        drawn = [(part, box) for part in form.parts if (box := _box(glyf, offsets, part.glyph))]
        metrics[glyph] = form.width, 0
        if drawn:
            offsets += [len(glyf) + len(added)] * (glyph + 1 - len(offsets))
            boxes.append(_around([_moved(box, part) for part, box in drawn]))
            metrics[glyph] = form.width, boxes[-1][0]
            added += _composite([part for part, _ in drawn], boxes[-1])
            offsets.append(len(glyf) + len(added))
    offsets += [len(glyf) + len(added)] * (len(metrics) + 1 - len(offsets))
    whole = _around(boxes)
    tables |= {
        "glyf": glyf + added,
        "loca": struct.pack(f">{len(offsets)}I", *offsets),
        "hmtx": b"".join(struct.pack(">Hh", *metric) for metric in metrics),
        "hhea": tables["hhea"][:34] + struct.pack(">H", len(metrics)),
        "head": _head(tables["head"], whole),
        "maxp": _maxima(tables["maxp"], len(metrics), max(len(form.parts) for form in made.values())),
    }
    return _font(tables), whole


def _composite(parts: Sequence[Part], box: Box) -> bytes:
    data = struct.pack(">5h", -1, *box)
    for number, part in enumerate(parts, 1):
        flags = _WORDS | _OFFSETS | _MORE * (number < len(parts))
        data += struct.pack(">HHhh", flags, *part)
    return data + bytes(-len(data) % 4)


def _moved(box: Box, part: Part) -> Box:
    left, lower, right, upper = box
    return left + part.x, lower + part.y, right + part.x, upper + part.y


def _around(boxes: Sequence[Box]) -> Box:
    lefts, lowers, rights, uppers = zip(*boxes, strict=True)
    return min(lefts), min(lowers), max(rights), max(uppers)


def _box(glyf: bytes, offsets: Sequence[int], glyph: int) -> Box | None:
    """The box around a glyph; none around one without outlines."""
    start, end = offsets[glyph : glyph + 2]
    return struct.unpack_from(">4h", glyf, start + 2) if end > start else None


def _offsets(tables: dict[str, bytes]) -> list[int]:
    """Where in ``glyf`` each glyph begins, and where the last one ends (``loca``)."""
    (is_long,) = struct.unpack_from(">h", tables["head"], 50)
    loca = tables["loca"]
    if is_long:
        return list(struct.unpack(f">{len(loca) // 4}I", loca))
    return [2 * half for half in struct.unpack(f">{len(loca) // 2}H", loca)]


def _metrics(tables: dict[str, bytes], glyphs: int) -> list[tuple[int, int]]:
    """The advance and the left side bearing of each glyph (``hmtx``); the last advance goes on."""
    (wide,) = struct.unpack_from(">H", tables["hhea"], 34)
    metrics = list(struct.iter_unpack(">Hh", tables["hmtx"][: 4 * wide]))
    bearings = struct.iter_unpack(">h", tables["hmtx"][4 * wide : 4 * wide + 2 * (glyphs - wide)])
    return [*metrics, *((metrics[-1][0], left) for (left,) in bearings)]


def _head(head: bytes, box: Box) -> bytes:
    """``head`` with the box around all glyphs, for a ``loca`` of long offsets."""
    return head[:36] + struct.pack(">4h", *box) + head[44:50] + struct.pack(">hh", 1, 0)


def _maxima(maxp: bytes, glyphs: int, most_parts: int) -> bytes:
    """``maxp`` for a font of so many glyphs, the largest made of so many others."""
    fields = list(struct.unpack(">IHHHHHHHHHHHHHH", maxp))
    points, contours, composite_points, composite_contours = fields[2:6]
    fields[1] = glyphs
    fields[4] = min(max(points, composite_points) * most_parts, _LARGEST)
    fields[5] = min(max(contours, composite_contours) * most_parts, _LARGEST)
    fields[13] = max(fields[13], most_parts)
    fields[14] += 1
    return struct.pack(">IHHHHHHHHHHHHHH", *fields)


def _tables(font: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(count))
    return {tag.decode("ascii"): font[start : start + length] for tag, _, start, length in entries}


def _font(tables: dict[str, bytes]) -> bytes:
    """The tables as a font file, with its checksums (OpenType, "Organization of an OpenType Font")."""
    tables = tables | {"head": tables["head"][:8] + bytes(4) + tables["head"][12:]}
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", 0x00010000, count, 16 * power, power.bit_length() - 1, 16 * (count - power))
    directory, body = b"", b""
    for tag, data in sorted(tables.items()):
        offset = 12 + 16 * count + len(body)
        directory += struct.pack(">4sIII", tag.encode("ascii"), _sum(data), offset, len(data))
        body += data + bytes(-len(data) % 4)
    font = head + directory + body
    unadjusted = tables["head"]
    adjustment = struct.pack(">I", (_CHECKED - _sum(font)) & 0xFFFFFFFF)
    return font.replace(unadjusted, unadjusted[:8] + adjustment + unadjusted[12:], 1)


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    numbers: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(numbers) & 0xFFFFFFFF
