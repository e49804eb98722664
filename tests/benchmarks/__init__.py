"""Measured, never asserted: ratios against a named baseline, side by side in one run."""
