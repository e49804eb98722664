"""A module with a page that reads the platform's tables."""
