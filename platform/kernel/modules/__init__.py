"""Application modules: what they say of themselves, and which there are."""
