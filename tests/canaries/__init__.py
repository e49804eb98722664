"""Two regions full of secret strings, and a crawler in each that must find none of the other's."""
