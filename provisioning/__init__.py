"""Steps, plans and runs: how a region becomes a live portal."""
