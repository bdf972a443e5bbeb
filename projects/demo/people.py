"""Who records and who confirms: the accounts of the demonstration and made-up colleagues."""

from datetime import date

from projects.demo.accounts import ACCOUNTS
from projects.demo.centres import Centres
from projects.demo.chance import chance
from projects.demo.names import person
from projects.demo.places import LAST_DAY_OF_63, holder_on, units
from projects.demo.published import NATIONAL
from promotion.models import Source, User

Role = User.Role


class People:
    """A clerk for every centre, an officer for every unit, and the Agency's two officials.

    Only the accounts that are named on the sign-in page are active; all others exist because
    each entry was recorded by somebody and confirmed by somebody else.
    """

    def __init__(self, centres: Centres) -> None:
        self.users: dict[str, User] = {}
        for account in ACCOUNTS:
            clerk = account.role == Role.CLERK
            self._add(
                account.username,
                account.role,
                account.full_name,
                centre=centres.of(account.unit) if clerk else None,
                province_id=None if clerk else account.unit or None,
                is_staff=account.role == Role.ADMINISTRATOR,
                is_superuser=account.role == Role.ADMINISTRATOR,
            )
        self._absent("ministry-2021", Role.MINISTRY)
        for slug in units():
            self._absent(f"clerk-{slug}", Role.CLERK, centre=centres.of(slug))
            self._absent(f"officer-{slug}", Role.OFFICER, province_id=slug)

    def _absent(self, username: str, role: User.Role, **fields: object) -> None:
        if username not in self.users:
            self._add(username, role, person(chance(username)), is_active=False, **fields)

    def _add(self, username: str, role: User.Role, full_name: str, **fields: object) -> None:
        family, *given = full_name.split()
        self.users[username] = User(
            username=username,
            role=role,
            last_name=family,
            first_name=" ".join(given),
            **fields,
        )

    def clerk_of(self, unit: str, on: date) -> User:
        """Of the unit's centre; from the merger on, of the centre that carries on its projects."""
        return self.users[f"clerk-{holder_on(unit, on)}"]

    def side_of(self, unit: str, source: Source, on: date) -> User:
        """Who decides on and confirms money of the source: the Agency or the Department."""
        if source == NATIONAL:
            return self.users["ministry" if on > LAST_DAY_OF_63 else "ministry-2021"]
        return self.users[f"officer-{holder_on(unit, on)}"]

    def rows(self) -> list[User]:
        return list(self.users.values())
