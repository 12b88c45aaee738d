"""The one door to the world outside: reading inside the root, resources, writing, the clock.

Backends, readers and renderers get bytes; nothing but this package opens a file.
"""

from exporter.files.assets import load_assets, read_asset
from exporter.files.clock import source_date, today
from exporter.files.data import digest_of, open_data
from exporter.files.fonts import FontFamily, find_family, font_family, give_families, how_to_install
from exporter.files.places import Address, Place, place
from exporter.files.reading import read_file, read_inside, read_stream
from exporter.files.resources import package_digest, resource, resource_names
from exporter.files.writing import sweep, write_atomically, write_together, written_atomically
