"""CSS: the computed style of elements, as far as it decides how words look."""

from exporter.readback.css.computed import ComputedStyles
from exporter.readback.css.rules import Sheet
