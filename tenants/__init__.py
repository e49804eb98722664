"""What a tenant is, and how code enters it."""
