"""Who belongs where, worked out from parents and postings alone: it asks none of our queries."""

from app.data.database import Connection


def organizations_inside(connection: Connection, root: bytes) -> set[bytes]:
    """An organization and everything below it."""
    below: dict[bytes, list[bytes]] = {}
    for uid, parent in connection.execute("SELECT uid, parent FROM organization"):
        below.setdefault(parent, []).append(uid)
    found, waiting = {root}, [root]
    while waiting:
        for uid in below.get(waiting.pop(), ()):
            if uid not in found:
                found.add(uid)
                waiting.append(uid)
    return found


def people_inside(connection: Connection, root: bytes) -> set[bytes]:
    """Whom a township may hold."""
    organizations = organizations_inside(connection, root)
    found = connection.execute("SELECT uid, organization FROM member")
    return {uid for uid, organization in found if organization in organizations}


def classes_inside(
    connection: Connection, organizations: set[bytes], people: set[bytes]
) -> set[bytes]:
    """Its own classes, and those its people take part in."""
    own = connection.execute("SELECT uid, organization FROM training_class")
    found = {uid for uid, organization in own if organization in organizations}
    enrolled = connection.execute("SELECT training_class, member FROM enrolment")
    return found | {uid for uid, member in enrolled if member in people}
