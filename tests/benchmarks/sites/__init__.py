"""One small site in three forms: ours, stock django-tenants, and Django with a single tenant."""
