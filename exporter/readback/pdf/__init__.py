"""A PDF (ISO 32000-1) -> View."""

from exporter.readback.pdf.document import read_pdf
