"""The backends, in one visible table. They never see each other."""
