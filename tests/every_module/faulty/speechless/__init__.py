"""A module with a text without its translation."""
