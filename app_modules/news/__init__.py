"""News of the region: articles, their readers and their comments."""
