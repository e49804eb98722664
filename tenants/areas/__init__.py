"""The tenant's own districts and villages, copied from the reference data when it is provisioned."""
