"""A module with no fault at all."""
