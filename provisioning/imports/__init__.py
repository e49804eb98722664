"""Bring in a tenant that left another installation: its .zip comes from outside, and nothing in it is trusted."""
