"""One source, one theme: the same document as PDF, Word, EPUB and HTML."""
