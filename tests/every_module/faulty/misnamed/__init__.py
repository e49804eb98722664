"""A module with a job under another's name."""
