"""One change of many portals: judged and written down first, then done portal by portal."""
