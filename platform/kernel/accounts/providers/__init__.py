"""Log in with an account of somebody else's: the region's own OpenID Connect provider."""
