"""One change of many portals: chosen, shown as a plan, followed."""
