"""Where somebody is logged in: her browsers, and how each is ended."""
