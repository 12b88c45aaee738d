"""Word: ISO/IEC 29500 WordprocessingML, every look of it in named styles."""

from exporter.backends.docx.backend import DocxBackend
