"""A module with a page outside its own path."""
