"""A module with a migration that does not go back."""
