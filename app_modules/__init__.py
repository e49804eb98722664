"""One folder, one module, one Django app."""
