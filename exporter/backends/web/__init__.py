"""What EPUB and HTML share: the XHTML renderer, the style sheet, QR codes as drawings, fonts."""

from exporter.backends.web.fonts import FontFile, font_files, languages
from exporter.backends.web.found import Found
from exporter.backends.web.frame import Closing, Letterhead, closing, letterhead
from exporter.backends.web.markup import as_html, legal, written
from exporter.backends.web.place import Place, Site, contents_among
from exporter.backends.web.stylesheet import FontSource, font_source, stylesheet
from exporter.backends.web.templates import filled, printed
from exporter.backends.web.xhtml import XhtmlRenderer, page_anchor, page_mark
