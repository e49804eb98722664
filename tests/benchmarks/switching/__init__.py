"""Switches between tenants in each shape that is known to go wrong; ours and stock django-tenants do the same."""
