"""The tests, as a mirror of the tree."""
