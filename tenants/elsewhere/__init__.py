"""A person's accounts in other regions: each is its region's own, she links them and goes from one to the other."""
