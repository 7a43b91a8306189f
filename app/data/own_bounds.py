"""What a township's own program does not let be written: the rules the county holds it to anyway.

Whatever an action writes passes here, so that nobody works for an hour on what the county would
hold back. A site that was never enrolled has nobody above it, and the county no bounds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data import site
from app.data.database import Connection
from app.data.exchange.peers import own_scope
from app.data.facts import superseded_by
from app.data.reach import DEEPEST, Reach
from app.data.writing_rules import TOO_DEEP, Said, may_supersede, refused_because
from app.domain.entity import Entity, Kind, Scope, Value
from app.domain.errors import AppError

CODE = "kept-elsewhere"

Values = Mapping[str, Value]


@dataclass
class OwnBounds:
    """The reach of this site, as it was before the action, and who it was and is."""

    connection: Connection
    reach: Reach
    site: site.Site

    def refuse_new(self, entity: Entity, uids: Sequence[bytes], many: Sequence[Values]) -> None:
        """Refuse new rows that are not this site's to add.

        Raises:
            AppError: whose it is, and who writes it.
        """
        if entity.name == "organization":
            parents = [(uid, _identity(v.get("parent"))) for uid, v in zip(uids, many, strict=True)]
            self.reach.grow(parents, DEEPEST)
        told = [name for name in _asked_of(entity) if entity.has(name)]
        passed = set[tuple[Value, ...]]()
        for uid, values in zip(uids, many, strict=True):
            # A list of thousands names few places: each is asked once.
            key = tuple(values.get(name) for name in told)
            if key in passed:
                continue
            said = {
                field.name: [values[field.name]]
                for field in entity.fields
                if values.get(field.name) not in (None, field.default)
            }
            if refused_because(self.reach, entity, uid, None, said) is not None:
                raise self._refusal(entity, values)
            if entity.name == "organization" and uid not in self.reach.organizations:
                raise AppError(
                    f"党组织最多 {DEEPEST} 层，“{values['name']!s}”没有建立。",
                    "请核对上级党组织。",
                )
            passed.add(key)

    def refuse_row(self, entity: Entity, uid: bytes, before: Values, said: Values) -> None:
        """Refuse what somebody would say of a row that is here.

        Raises:
            AppError: whose it is, and who writes it.
        """
        newly: Said = {name: [value] for name, value in said.items()}
        reason = refused_because(self.reach, entity, uid, before, newly)
        if reason == TOO_DEEP:
            raise AppError(
                f"党组织最多 {DEEPEST} 层，“{before['name']!s}”没有移动。", "请核对上级党组织。"
            )
        if reason is not None:
            raise self._refusal(entity, {"uid": uid, **before})

    def about_who_left(self, entity: Entity, values: Values) -> bool:
        """Whether a row is about somebody who belongs elsewhere by now: where the person is, it is
        written too."""
        whose = values.get(entity.owner or "") if entity.scope is Scope.MEMBER else None
        return isinstance(whose, bytes) and not self.reach.member(whose)

    def refuse_facts(self, entity: Entity, many: Sequence[Values]) -> None:
        """Refuse marks of others, and corrections of what was read off a sheet that is not here.

        Raises:
            AppError: whose it is, and who writes it.
        """
        self.refuse_new(entity, [b""] * len(many), many)
        for values in many:
            for old in superseded_by(values.get("supersedes")):
                if not self._corrects(entity, old):
                    raise self._refusal(entity, values)

    def _corrects(self, entity: Entity, old: bytes) -> bool:
        names = ", ".join(f"f.{name}" for name in entity.writers)
        found = self.connection.execute(
            f"SELECT i.site, {names} FROM {entity.name} f "  # noqa: S608  (declared names)
            "JOIN incarnation i ON i.id = f.site WHERE f.uid = ?",
            (old,),
        ).fetchone()
        if found is None:
            return False
        about = dict(zip(entity.writers, found[1:], strict=True))
        return may_supersede(self.reach, entity, about, said_it=found[0] == self.site.uid)

    # Whose it is, in words

    def _refusal(self, entity: Entity, values: Values) -> AppError:
        message, hint = self._words(entity, values)
        return AppError(message, hint, code=CODE)

    def _words(self, entity: Entity, values: Values) -> tuple[str, str]:
        if entity.scope is Scope.BROADCAST:
            return (
                f"{entity.label}由县里统一定，本单位没有改动。",
                "请联系县里；改好后会随数据下发到本机。",
            )
        if entity.scope is Scope.ROW:
            return "退回由县里办理，没有改动。", "请更正退回的内容，或写说明。"
        of_class = self._class(entity, values)
        if of_class is not None and not self.reach.runs(of_class):
            return self._class_words(of_class)
        person = _identity(values.get("uid" if entity.name == "member" else "member"))
        if person is not None and not self.reach.member(person):
            name = self._text("SELECT name FROM member WHERE uid = ?", person)
            return (
                f"“{name or '此人'}”不在本单位，由现在所在的单位登记，没有改动。",
                "请联系他现在的党组织或县里修改。",
            )
        if entity.name == "organization" and _identity(values.get("uid")) in self.reach.roots:
            return "本单位的上级党组织由县里定，没有改动。", "确需调整，请联系县里。"
        return (
            f"这条{entity.label}涉及本单位以外的党组织或人员，没有改动。",
            "请由县里办理；改好后会随数据下发到本机。",
        )

    def _class_words(self, of_class: bytes) -> tuple[str, str]:
        county = self.site.county or "县里"
        found = self.connection.execute(
            "SELECT c.name, c.organization, o.name FROM training_class c "
            "LEFT JOIN organization o ON o.uid = c.organization WHERE c.uid = ?",
            (of_class,),
        ).fetchone()
        if found is None:
            return "这个班不在本机，没有改动。", "请由举办单位办理。"
        holder = str(found[2]) if found[2] else county
        return (
            f"“{found[0]}”是{holder}办的班，由举办单位改，本单位没有改动。",
            "请由县里（举办单位）改；改好后会随数据下发到本机。",
        )

    def _class(self, entity: Entity, values: Values) -> bytes | None:
        if entity.name == "training_class":
            return _identity(values.get("uid"))
        session = _identity(values.get("session"))
        if session is not None:
            return self.reach.class_of(session)
        return _identity(values.get("training_class"))

    def _text(self, sql: str, *parameters: Value) -> str:
        found = self.connection.execute(sql, parameters).fetchone()
        return str(found[0]) if found and found[0] else ""


def own_bounds(connection: Connection) -> OwnBounds | None:
    """The bounds of this store; None at a county, and where no county has enrolled it yet."""
    here = site.current(connection)
    roots = own_scope(connection)
    if here.level == site.COUNTY or not roots:
        return None
    return OwnBounds(connection, Reach(connection, tuple(roots)), here)


def _asked_of(entity: Entity) -> tuple[str, ...]:
    """The fields that an answer about a new row rests on."""
    return tuple(
        field.name for field in entity.fields if field.kind is Kind.REFERENCE or field.said_by
    )


def _identity(value: Value) -> bytes | None:
    return value if isinstance(value, bytes) else None
