"""Pages of the module: for citizens, and for officers."""
