"""One source and rows of data -> a document for each row."""
