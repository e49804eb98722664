"""The second step of logging in: a code of an app, or a recovery code. Whom it is asked of, and how it is set up."""
