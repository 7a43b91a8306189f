"""Everybody by what a list may say of them: name, number, phone, branch."""

from dataclasses import dataclass

from app.data.database import Connection


@dataclass(frozen=True, slots=True)
class PersonToMatch:
    """Number and phone are as stored: mask before showing."""

    uid: bytes
    name: str
    id_number: str
    phone: str
    birth_date: str
    organization: bytes | None
    organization_name: str
    status: str


def people_to_match(connection: Connection) -> list[PersonToMatch]:
    """Everybody but who was merged into somebody else, in the order entered."""
    found = connection.execute(
        "SELECT m.uid, coalesce(m.name, ''), coalesce(m.id_number, ''), coalesce(m.phone, ''), "
        "coalesce(m.birth_date, ''), m.organization, coalesce(o.name, ''), "
        "coalesce(m.status, '') FROM member m LEFT JOIN organization o ON o.uid = m.organization "
        "WHERE m.gone = 0 AND m.merged_into IS NULL ORDER BY m.id"
    )
    return [PersonToMatch(*row) for row in found]


def branches_of_people(connection: Connection) -> dict[bytes, bytes | None]:
    """Where everybody is."""
    return dict(connection.execute("SELECT uid, organization FROM member WHERE gone = 0"))


def numbers_of_people(connection: Connection) -> dict[bytes, str | None]:
    """Everybody's ID number, as stored: mask before showing."""
    return dict(connection.execute("SELECT uid, id_number FROM member"))
