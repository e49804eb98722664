"""An operator in a region's console: only by the region's consent, for as long as it lasts, and all of it on record."""
