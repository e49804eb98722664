"""A module with a permission that the manifest does not know."""
