"""How code enters a tenant, and why it cannot reach another."""
