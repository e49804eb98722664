"""Who tried to log in as somebody, with what, and what she can do when it was not she."""
