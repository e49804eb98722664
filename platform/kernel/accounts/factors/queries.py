"""Which second steps a person has."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from kernel.accounts.factors import codes
from kernel.accounts.factors.passkeys import PASSKEY
from kernel.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Held:
    """What a person has to prove that it is she."""

    app: Authenticator | None = None
    recovery: Authenticator | None = None
    passkeys: tuple[Authenticator, ...] = ()

    @property
    def is_any(self) -> bool:
        """Say whether there is a second step at all; recovery codes alone are none."""
        return self.app is not None or bool(self.passkeys)

    @property
    def codes_left(self) -> int:
        """Return how many recovery codes were not used yet."""
        return codes.left(self.recovery) if self.recovery else 0


def held_by(person: Person) -> Held:
    """Return what the person has. One query."""
    rows = list(Authenticator.objects.filter(user=person).order_by("pk"))
    one = {row.type: row for row in rows}
    return Held(one.get(codes.APP), one.get(codes.RECOVERY), tuple(row for row in rows if row.type == PASSKEY))
