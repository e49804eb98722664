"""LAKSA: a citizen reports, an officer answers within the term, everybody sees what became of it."""
