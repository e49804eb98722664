"""What the operators see: regions, their modules, their runs."""
