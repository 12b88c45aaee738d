"""Document -> Prepared: what every format needs, derived once."""

from exporter.prepare.draft import Draft, Part
from exporter.prepare.labels import Numbered
from exporter.prepare.notes import Note
from exporter.prepare.prepared import OutlineEntry, Prepared, prepare
from exporter.prepare.settle import settle, slug
from exporter.prepare.structure import closed_levels
