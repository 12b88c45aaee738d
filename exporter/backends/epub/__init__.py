"""The document as an EPUB 3.3 publication."""

from exporter.backends.epub.book import EpubBackend
