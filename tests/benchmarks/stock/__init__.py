"""The same apps under stock django-tenants: the baseline of the benchmarks."""
