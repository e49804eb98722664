"""Manifests that only tests know."""
