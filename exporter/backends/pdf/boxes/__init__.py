"""Boxes: what a page is stacked from. Each measures itself, splits itself, draws itself."""

from exporter.backends.pdf.boxes.base import Box
from exporter.backends.pdf.boxes.contents import ContentsBox
from exporter.backends.pdf.boxes.forms import CheckBox, WriteBox, WriteLine
from exporter.backends.pdf.boxes.frames import Frame, FrameBox
from exporter.backends.pdf.boxes.grid import TableGrid
from exporter.backends.pdf.boxes.items import Hanging, ItemBox, Marker, Shape
from exporter.backends.pdf.boxes.mirrored import MirroredBox
from exporter.backends.pdf.boxes.pictures import ImageBox, QrBox, QrCodeBox
from exporter.backends.pdf.boxes.plain import PlainColumn, PlainRow
from exporter.backends.pdf.boxes.rows import Cell, Group, row_groups
from exporter.backends.pdf.boxes.rules import LetterheadBox, PageBreakBox, RuleBox
from exporter.backends.pdf.boxes.shared import Shared, SharedBox
from exporter.backends.pdf.boxes.stack import RunBox, StackBox, anchored
from exporter.backends.pdf.boxes.tables import TableBox
from exporter.backends.pdf.boxes.text import TextBox
