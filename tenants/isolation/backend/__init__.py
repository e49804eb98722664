"""The database backend that sends role and path of the current place with each query."""
