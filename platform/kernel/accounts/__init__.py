"""People, roles and rights. The tables exist in public (operators) and in every tenant (its people)."""
