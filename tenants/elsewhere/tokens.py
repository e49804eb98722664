"""Links that lead from one region to the other and back. Each is signed for the region that reads it, and no other."""

from datetime import timedelta

from kernel.signing import Kind

# She may have to log in over there, in two steps.
OFFER = Kind("region-offer", timedelta(minutes=20))
AGREED = Kind("region-agreed", timedelta(minutes=20))
