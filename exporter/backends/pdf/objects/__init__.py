"""The objects of a PDF that are not its pages' content, each kind in a module of its own."""
