"""Every stored file of a tenant: one table, one view that serves it."""
