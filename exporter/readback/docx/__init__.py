"""A Word document (WordprocessingML, ISO/IEC 29500-1, section 17) -> View."""

from exporter.readback.docx.document import read_docx, read_docx_package
