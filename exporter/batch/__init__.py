"""One source and rows of data -> a document for each row.

Its modules are imported one by one: what the help of the command line needs of it must cost nothing.
"""
