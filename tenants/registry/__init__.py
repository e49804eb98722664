"""Which tenants there are, under which hosts, with which modules. Public schema."""
