"""A module with a baseline that adds a row each time."""
