"""Citizens who want an account: known by an address that they proved to be theirs, never by a password."""
