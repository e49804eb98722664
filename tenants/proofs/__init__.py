"""What is kept outside a tenant of its audit log: heads of its chain, and what the last verification found."""
