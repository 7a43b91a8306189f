"""Who is already in the store, for matching: by ID number in its 18-digit form."""

from collections.abc import Iterable

from app.data import site
from app.data.database import Connection
from app.data.queries.organizations import standing_organizations
from app.domain.declarations import entity_named
from app.domain.people.branches import KnownOrganization
from app.domain.people.former_names import former_names
from app.domain.people.id_number import completed
from app.domain.people.roster_match import KnownMember
from app.domain.people.roster_posts import KnownPost


def known_members(connection: Connection) -> dict[str, KnownMember]:
    """Everybody with an ID number; a person entered twice counts as entered first."""
    names = tuple(field.name for field in entity_named("member").fields)
    number = names.index("id_number")
    found = connection.execute(
        f"SELECT uid, {', '.join(names)} FROM member "  # noqa: S608  (declared names)
        "WHERE gone = 0 AND merged_into IS NULL AND id_number IS NOT NULL ORDER BY id DESC"
    )
    return {
        completed(row[number + 1]): KnownMember(row[0], dict(zip(names, row[1:], strict=True)))
        for row in found
    }


def members_now(connection: Connection, numbers: Iterable[str]) -> dict[str, KnownMember]:
    """The same, for a few numbers only."""
    wanted = set(numbers)
    return {
        number: member for number, member in known_members(connection).items() if number in wanted
    }


def known_posts(connection: Connection) -> dict[bytes, list[KnownPost]]:
    """The posts of everybody, held and ended, by person."""
    found: dict[bytes, list[KnownPost]] = {}
    for member, *post in connection.execute(
        "SELECT member, uid, organization, title, from_on, to_on FROM post WHERE gone = 0 "
        "ORDER BY id"
    ):
        found.setdefault(member, []).append(KnownPost(*post))
    return found


def known_organizations(connection: Connection) -> list[KnownOrganization]:
    """The tree as names and parents."""
    return [
        KnownOrganization(row.uid, row.name, row.parent, former_names(row.former_names))
        for row in standing_organizations(connection, {})
    ]


def moment(connection: Connection) -> str:
    """A text that changes with every write of synced data."""
    return "|".join(str(site.get(connection, counter)) for counter in ("n", "lseq"))
