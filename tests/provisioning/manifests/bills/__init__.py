"""A module that needs another."""
