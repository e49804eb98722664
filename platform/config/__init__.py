"""How one installation is put together. Imports all, imported by none."""
