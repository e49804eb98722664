from config.environment import PATIENCE, database


def test_database_keeps_the_options_of_its_address() -> None:
    described = database("postgresql://live_web:secret@db.example/live?sslmode=verify-full&connect_timeout=9")

    kept = {"sslmode": "verify-full", "connect_timeout": "9", "options": "-c statement_timeout=0s"}
    assert described["OPTIONS"] == PATIENCE | kept
    assert (described["HOST"], described["NAME"], described["PASSWORD"]) == ("db.example", "live", "secret")
