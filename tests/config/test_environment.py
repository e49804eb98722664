from config.environment import PATIENCE, database


def test_database_keeps_the_options_of_its_address() -> None:
    described = database("postgresql://live_web:secret@db.example/live?sslmode=verify-full&connect_timeout=9")

    assert described["OPTIONS"] == PATIENCE | {"sslmode": "verify-full", "connect_timeout": "9"}
    assert (described["HOST"], described["NAME"], described["PASSWORD"]) == ("db.example", "live", "secret")
