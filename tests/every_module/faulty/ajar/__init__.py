"""A module with a console page that everybody may open."""
