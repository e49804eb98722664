"""Modules that are sound but for one planted fault each; no installation loads them."""
