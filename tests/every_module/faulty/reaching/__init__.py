"""A module with a migration that reaches into another schema."""
