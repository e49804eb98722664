"""An app with a long history: ten tables that 250 migrations made, as an application of some years has them."""
