"""Rows, files and sequences of one tenant in open formats: written, checked, read back."""
