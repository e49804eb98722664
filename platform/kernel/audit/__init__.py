"""Who did what, when: rows in the action's own transaction, chained by a sealer afterwards."""
