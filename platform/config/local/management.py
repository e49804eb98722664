"""`./dev manage`: Django's commands with the demo's database, whether the demo runs or not."""

from config.local import claims, environment, installation, postgres
from config.local.workspace import DEMO


def manage(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    command = installation.manage(*arguments)
    try:
        with claims.owned(DEMO, "manage"), installation.servers(DEMO):
            status = installation.in_terminal(command, environment.for_owner(DEMO))
            claims.wait_until_unused(DEMO)
            return status
    except claims.Taken as taken:
        with claims.used(DEMO):
            postgres.wait_until_ready(DEMO)
            return installation.in_terminal(command, environment.for_owner(DEMO, port=taken.owner.port or None))
