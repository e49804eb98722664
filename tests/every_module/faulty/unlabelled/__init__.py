"""A module with a setting without a label."""
