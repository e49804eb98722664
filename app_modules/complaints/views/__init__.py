"""Pages for citizens and for officers."""
