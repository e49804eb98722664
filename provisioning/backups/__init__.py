"""Backups of whole tenants: taken, tried out, restored, and kept by a rule."""
