"""Tables (17.4): their properties, and how wide their columns are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

from exporter.backends.docx import looks
from exporter.backends.docx.stylesheet import Style
from exporter.backends.docx.xml import escape
from exporter.grid import PlacedCell, is_to_fill_in, placed_rows
from exporter.model import Table, plain_text
from exporter.theme import Colour, Theme, set_width

_WISH = 20
"""In em: a cell with a longer line is content to break it."""
_STAND_IN = 6 / 5
"""How much wider than the theme's font the one may be that Word takes where it is not installed."""
_NO_BREAK = re.compile(r"\S+")
_MEASURED_ROWS = 200
"""The first rows of a table tell how wide its columns should be."""


class Demands(NamedTuple):
    """For each column, the width of its longest word and of its longest cell, in points."""

    needs: list[float]
    wishes: list[float]


class Measure(NamedTuple):
    """How a table is made to fit: the space beside its words, and how high a row of turned headers is.

    ``turned`` is 0 where headers stand upright.
    """

    padding: float
    turned: float = 0


def fitted(table: Table, theme: Theme, width: float) -> tuple[Measure, list[float]]:
    """How a table fits ``width`` (points), and the widths of its columns: in the first way in which no
    word has to be broken, else as the theme says."""
    is_stated = any(column.width for column in table.columns)
    first: tuple[Measure, Demands] | None = None
    for measure in _measures(table, theme):
        demands = _demands(table, theme, measure)
        if is_stated or sum(demands.needs) <= width:
            return measure, _column_widths(table, width, demands)
        first = first or (measure, demands)
    assert first is not None
    return first[0], _column_widths(table, width, first[1])


def _measures(table: Table, theme: Theme) -> Iterator[Measure]:
    """As the theme says, with the narrow padding of small screens, and with the headers of columns turned
    on their side."""
    yield Measure(theme.table.padding_x)
    yield Measure(theme.table.padding_x_narrow)
    yield Measure(theme.table.padding_x_narrow, _turned_height(table, theme))


def _turned_height(table: Table, theme: Theme) -> float:
    """What a row of headers needs when its words run upwards, each header on one line."""
    headers = (
        _STAND_IN * set_width(plain_text(placed.cell.blocks), theme.text.table_header, theme)
        for row in islice(placed_rows(table), table.header_rows)
        for placed in row.cells
        if turns(table, placed)
    )
    return max(headers, default=0.0) + 2 * theme.table.padding_y


def turns(table: Table, placed: PlacedCell) -> bool:
    """Whether a cell is the header of a column that could be turned: not one of row headers."""
    return placed.is_header and placed.column >= max(table.header_columns, 1) and placed.colspan == 1


def _column_widths(table: Table, width: float, demands: Demands) -> list[float]:
    """The width of each column in points; together they are ``width``.

    Stated shares count first; the other columns get what they would like, in proportion, and
    never less than their longest word where there is room for all.
    """
    needs, wishes = demands
    shares = [column.width for column in table.columns]
    if any(shares):
        return _shared(shares, wishes, width)
    if sum(wishes) <= width:
        return _in_proportion(wishes, width)
    safe = [_STAND_IN * need for need in needs]
    needs = safe if sum(safe) <= width else needs
    spare = width - sum(needs)
    if spare <= 0:
        return _in_proportion(needs, width)
    beyond = [max(wish - need, 0.0) for wish, need in zip(wishes, needs, strict=True)]
    return [need + extra for need, extra in zip(needs, _in_proportion(beyond, spare), strict=True)]


def _shared(shares: list[float], wishes: list[float], width: float) -> list[float]:
    """Widths by stated shares, where a column without one gets its part of what it would like."""
    total = sum(wishes)
    return _in_proportion(
        [share / sum(shares) if share else wish / total for share, wish in zip(shares, wishes, strict=True)],
        width,
    )


def _in_proportion(parts: list[float], whole: float) -> list[float]:
    total = sum(parts)
    return [whole * part / total for part in parts] if total else [whole / len(parts)] * len(parts)


def _demands(table: Table, theme: Theme, measure: Measure) -> Demands:
    padding = 2 * measure.padding
    least, wished = [padding] * len(table.columns), [padding] * len(table.columns)
    text, heading = theme.text.table, theme.text.table_header
    spaces = {False: set_width(" ", text, theme), True: set_width(" ", heading, theme)}
    for index, row in enumerate(islice(placed_rows(table), _MEASURED_ROWS)):
        for placed in row.cells:
            if placed.colspan > 1 or not placed.cell.blocks:
                continue
            column = placed.column
            style = heading if placed.is_header else text
            if measure.turned and index < table.header_rows and turns(table, placed):
                least[column] = max(least[column], style.leading + padding)
                wished[column] = max(wished[column], style.leading + padding)
                continue
            words = [
                set_width(word, style, theme) for word in _NO_BREAK.findall(plain_text(placed.cell.blocks))
            ]
            line = sum(words) + len(words) * spaces[placed.is_header]
            least[column] = max(least[column], max(words, default=0.0) + padding)
            wished[column] = max(wished[column], min(line, _WISH * style.size) + padding)
    if is_to_fill_in(table):
        _even_out(table, least, wished)
    return Demands(least, wished)


def _even_out(table: Table, least: list[float], wished: list[float]) -> None:
    """Columns to write in are as wide as the widest of them."""
    columns = _empty_columns(table)
    for widths in (least, wished):
        most = max((widths[column] for column in columns), default=0.0)
        for column in columns:
            widths[column] = most


def _empty_columns(table: Table) -> list[int]:
    filled = set(range(table.header_columns))
    for row in islice(placed_rows(table), table.header_rows, _MEASURED_ROWS):
        filled.update(placed.column for placed in row.cells if placed.cell.blocks)
    return [column for column in range(len(table.columns)) if column not in filled]


def table_properties(table: Table, style: str, width: float, rtl: bool) -> str:
    """``w:tblPr`` (17.4.60), which also says which parts of the style hold (17.4.56)."""
    first_row, first_column = int(table.header_rows > 0), int(table.header_columns > 0)
    caption = escape(plain_text(table.caption))
    return (
        f'<w:tblPr><w:tblStyle w:val="{style}"/>'
        + ("<w:bidiVisual/>" if rtl else "")
        + f'<w:tblW w:w="{round(width * 20)}" w:type="dxa"/>'
        f'<w:tblLook w:val="{_look_bits(first_row, first_column)}" w:firstRow="{first_row}" w:lastRow="0" '
        f'w:firstColumn="{first_column}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        + (f'<w:tblCaption w:val="{caption}"/>' if caption else "")
        + (f'<w:tblDescription w:val="{escape(table.description)}"/>' if table.description else "")
        + "</w:tblPr>"
    )


def _look_bits(first_row: int, first_column: int) -> str:
    """The same in the bits that Word 2007 reads; bands are off."""
    return f"{0x0600 | 0x0020 * first_row | 0x0080 * first_column:04X}"


def grid_xml(widths: list[float]) -> str:
    columns = "".join(f'<w:gridCol w:w="{round(width * 20)}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def row_properties(is_header: bool, least_height: float) -> str:
    """``w:trPr`` (17.4.81): a row is not broken across pages; headers come again on each."""
    height = f'<w:trHeight w:val="{round(least_height * 20)}"/>' if least_height else ""
    return f"<w:trPr><w:cantSplit/>{height}{'<w:tblHeader/>' if is_header else ''}</w:trPr>"


def cell_properties(placed: PlacedCell, widths: list[float], *, turned: bool = False) -> str:
    """``w:tcPr`` (17.4.69): the width, what the cell spans, and whether its words run upwards."""
    width = sum(widths[placed.column : placed.column + placed.colspan])
    span = f'<w:gridSpan w:val="{placed.colspan}"/>' if placed.colspan > 1 else ""
    merge = ""
    if placed.rowspan > 1:
        merge = "<w:vMerge/>" if placed.continues else '<w:vMerge w:val="restart"/>'
    return (
        f'<w:tcPr><w:tcW w:w="{round(width * 20)}" w:type="dxa"/>{span}{merge}'
        + ('<w:textDirection w:val="btLr"/>' if turned else "")
        + "</w:tcPr>"
    )


class Box(NamedTuple):
    """What a table stands in that has a ground and a bar, which is a border of the table, on one side."""

    name: str
    ground: Colour
    bar: Colour
    bar_width: float
    side: Literal["left", "right"]

    @property
    def half_outside(self) -> float:
        """How much of the bar stands outside the columns, in points: a border is in the middle of the edge,
        and the indentation of a table reaches to where its border begins."""
        return self.bar_width / 2


def table_style(
    theme: Theme,
    *,
    to_fill_in: bool,
    inset: float = 0,
    padding: float | None = None,
    box: Box | None = None,
) -> Style:
    """The style of a table (17.7.6): horizontal rules alone, and upright ones too where one writes.

    Bands are there for who asks Word for them; our tables do not (see ``_look_bits``).

    One that begins ``inset`` points in, or has another ``padding`` beside its words, says all of the
    look again: LibreOffice takes no conditional formats from a base.
    """
    padding = theme.table.padding_x if padding is None else padding
    home = "Table To Fill In" if to_fill_in else "Table Ruled"
    where = f" In {box.name}" if box else f" Inset {looks.twips(inset)}" if inset else ""
    name = home + where + ("" if padding == theme.table.padding_x else " Narrow")
    sides = ("top", "bottom", "insideH", *(("insideV",) if to_fill_in else ()))
    rules = {side: looks.border(theme, side, theme.table.rule, theme.table.rule_colour) for side in sides}
    if box:
        rules[box.side] = looks.border(theme, box.side, box.bar_width, box.bar)
    order = ("top", "left", "bottom", "right", "insideH", "insideV")
    written = "".join(rules[side] for side in order if side in rules)
    return Style(
        kind="table",
        name=name,
        based_on="Normal Table" if name == home else home,
        table=_look(theme, written, inset, padding, box.ground if box else None),
        offered=name == home,
    )


def _look(theme: Theme, rules: str, inset: float, padding: float, around: Colour | None) -> str:
    look = theme.table
    whole = f"<w:tcPr>{looks.ground(theme, around)}</w:tcPr>" if around else ""
    margins = "".join(
        f'<w:{side} w:w="{looks.twips(points)}" w:type="dxa"/>'
        for side, points in zip(
            ("top", "left", "bottom", "right"), (look.padding_y, padding) * 2, strict=True
        )
    )
    ground = looks.ground(theme, look.header_ground)
    header_rule = looks.border(theme, "bottom", look.header_rule, look.header_rule_colour)
    header = (
        f"<w:tcBorders>{looks.no_border('top')}{header_rule}{looks.no_border('insideV')}</w:tcBorders>"
        f"{ground}"
    )
    return (
        '<w:tblPr><w:tblStyleRowBandSize w:val="1"/>'
        f'<w:tblInd w:w="{looks.twips(inset)}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>{whole}"
        f'<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>{header}</w:tcPr></w:tblStylePr>'
        f'<w:tblStylePr w:type="band2Horz"><w:tblPr/><w:tcPr>{ground}</w:tcPr></w:tblStylePr>'
    )
