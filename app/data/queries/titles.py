"""What a row of any kind is called when it is shown outside its own page, and whose it is."""

from app.data import rows
from app.data.database import Connection
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.declarations import entity_named
from app.domain.entity import REGISTRY, Value

UNKNOWN = "（本机没有的记录）"


class Titles:
    """Titles and owners, each looked up once; for lists of many rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._values: dict[tuple[str, bytes], dict[str, Value] | None] = {}
        self._titles: dict[tuple[str, bytes], str] = {}
        self._places: OrganizationTitles | None = None

    def values(self, entity: str, uid: Value) -> dict[str, Value]:
        """The columns of a row; empty when it is not here."""
        if not isinstance(uid, bytes):
            return {}
        key = (entity, uid)
        if key not in self._values:
            self._values[key] = rows.values_of(self._connection, entity_named(entity), uid)
        return self._values[key] or {}

    def title(self, entity: str, uid: Value) -> str:
        """What the row itself is called."""
        if not isinstance(uid, bytes):
            return ""
        key = (entity, uid)
        if key not in self._titles:
            self._titles[key] = self._title(entity, uid)
        return self._titles[key]

    def told(self, entity: str, uid: Value) -> str:
        """What a row is called in a list: a person with the branch, for many have one name."""
        title = self.title(entity, uid)
        if entity != "member" or title in ("", UNKNOWN) or not isinstance(uid, bytes):
            return title
        return f"{title}（{self.organization(entity, uid)}）"

    def _title(self, entity: str, uid: bytes) -> str:
        values = self.values(entity, uid)
        if not values:
            return UNKNOWN
        if entity == "organization":
            if self._places is None:
                self._places = OrganizationTitles(self._connection)
            return self._places.of(uid, str(values["name"]))
        if entity == "session":
            return _words(values["day"], values["slot"], self._class(values))
        if entity == "attendance":
            return _words(self.title("session", values["session"]), values["mark"])
        if entity == "enrolment":
            return self._class(values)
        if entity == "record":
            return _words(values["starts_on"], values["title"])
        declared = entity_named(entity)
        named = str(values.get(declared.title) or "") if declared.title else ""
        return named or str(values.get("reason") or "") or declared.label

    def _class(self, values: dict[str, Value]) -> str:
        return self.title("training_class", values["training_class"])

    def subject(self, entity: str, uid: bytes) -> str:
        """Whom a row is about: the person, else the class, else what it is called itself."""
        values = self.values(entity, uid)
        if entity != "member" and isinstance(values.get("member"), bytes):
            return self.title("member", values["member"])
        if entity == "session":
            return self._class(values)
        if entity == "row_return":
            return self._returned(values)
        return self.title(entity, uid)

    def _returned(self, values: dict[str, Value]) -> str:
        for owner in ("training_class", "organization"):
            if values.get(owner):
                return self.title(owner, values[owner])
        return UNKNOWN

    def organization(self, entity: str, uid: bytes) -> str:
        """The organization a row belongs to; empty for what belongs to all."""
        values = self.values(entity, uid)
        if entity == "organization":
            return self.title("organization", uid)
        person, held = values.get("member"), values.get("training_class")
        if isinstance(person, bytes):
            return self.organization("member", person)
        if isinstance(held, bytes):
            return self.organization("training_class", held)
        return self.title("organization", values.get("organization"))

    def kind(self, entity: str) -> str:
        """What rows of that kind are called; what is not known keeps its name."""
        return REGISTRY[entity].label if entity in REGISTRY else entity


def _words(*parts: Value) -> str:
    return " ".join(str(part) for part in parts if part)
