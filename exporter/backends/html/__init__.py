"""The document as one HTML file that needs nothing beside it."""

from exporter.backends.html.page import HtmlBackend
