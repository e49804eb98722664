"""The citizen's home, search, and the region's own console."""
