"""What can part the columns of CSV, by the names that it is asked for."""

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
