"""Provinces, regencies, cities, districts and villages of Indonesia, by the Ministry's codes (public schema)."""
