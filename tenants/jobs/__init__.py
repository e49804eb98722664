"""Jobs: rows in the actor's own transaction. Dramatiq is only the doorbell."""
