"""What the search box finds: people, organizations and classes, each with where to open it."""

from dataclasses import dataclass

from app.services.store import Store
from app.services.taking_over import take_over
from app.ui.today import this_year, today

_MOST_PEOPLE, _MOST_OTHERS = 8, 4


@dataclass(frozen=True)
class Found:
    """One thing found: its words, and the page that shows it."""

    title: str
    note: str
    page: str
    what: object


@dataclass(frozen=True)
class ShowMember:
    """Open one person on the page 党员; `why` stands above the form."""

    uid: bytes
    why: str = ""


@dataclass(frozen=True)
class ShowEverybody:
    """All people, those who left among them."""


@dataclass(frozen=True)
class ShowImport:
    """Open the import of a roster on the page 党员."""


@dataclass(frozen=True)
class ShowOrganization:
    """Select one branch on the page 党员."""

    uid: bytes


@dataclass(frozen=True)
class ShowClass:
    """Open one class; `step` names the tab, `session` a half-day on it."""

    uid: bytes
    step: str = ""
    session: bytes | None = None


@dataclass(frozen=True)
class ShowTrail:
    """Open the page with what was done to one row; `title` is what people call it."""

    entity: str
    uid: bytes
    title: str


@dataclass(frozen=True)
class ShowRow:
    """Open one row of a register; without `uid` only the register, narrowed by its `view`."""

    register: str
    uid: bytes | None = None
    view: str = ""


def read_ahead(store: Store) -> None:
    """What the first key or click would have to wait for: in the pool, when the window is there."""
    from app.data.queries.organization_titles import OrganizationTitles
    from app.data.queries.organizations import standing_organizations
    from app.domain.people.former_names import former_names
    from app.ui.references import words_of

    if store.people.behind():
        take_over(store.people, this_year())
    connection = store.database.read()
    titles = OrganizationTitles(connection)
    for one in standing_organizations(connection, {}):
        words_of(titles.of(one.uid))
        words_of(one.name)
        for former in former_names(one.former_names):
            words_of(former)


def find_everything(store: Store, text: str) -> list[Found]:
    """The best fits first; short enough to be read at a glance."""
    from app.services.searching import search_people

    people = search_people(store, text, _MOST_PEOPLE)
    found = [
        Found(p.name, f"{p.organization}　{p.matched}", "members", ShowMember(p.uid))
        for p in people
    ]
    return found + _organizations(store, text) + _classes(store, text)


def _organizations(store: Store, text: str) -> list[Found]:
    from app.data.queries.organization_titles import OrganizationTitles
    from app.data.queries.organizations import OrganizationRow, standing_organizations
    from app.ui.references import fits

    def standing() -> list[tuple[str, OrganizationRow]]:
        connection = store.database.read()
        titles = OrganizationTitles(connection)
        listed = standing_organizations(connection, store.people.counted())
        return [(titles.of(one.uid), one) for one in listed]

    wanted = text.lower()
    listed: list[tuple[str, OrganizationRow]] = store.people.kept("organizations", standing)
    fitting = [
        (title, one, note)
        for title, one in listed
        if (note := fits(wanted, title, one.former_names)) is not None
    ]
    fitting.sort(key=lambda found: (bool(found[2]), not _begins((found[0], found[1].name), wanted)))
    return [
        Found(
            title,
            f"党组织，{one.members} 人" + (f"，{note}" if note else ""),
            "members",
            ShowOrganization(one.uid),
        )
        for title, one, note in fitting[:_MOST_OTHERS]
    ]


def _classes(store: Store, text: str) -> list[Found]:
    from app.data.queries.training_classes import ClassFilter, class_ids, class_rows

    connection = store.database.read()
    ids = class_ids(connection, ClassFilter(text=text))[:_MOST_OTHERS]
    rows = {c.id: c for c in class_rows(connection, ids, today(), counted=False)}
    return [
        Found(c.name, f"培训班 {c.starts_on} {c.state}", "class_room", ShowClass(c.uid))
        for c in (rows[number] for number in ids)
    ]


def _begins(names: tuple[str, ...], wanted: str) -> bool:
    """Whether a name, its pinyin or its initials begin with what is wanted."""
    from app.ui.references import words_of

    return any(word.startswith(wanted) for name in names for word in words_of(name).split())
