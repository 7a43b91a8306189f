"""What the search box finds: people, organizations and classes, each with where to open it."""

from dataclasses import dataclass

from app.services.store import Store
from app.ui.today import today

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
class ShowOrganization:
    """Select one branch on the page 党员."""

    uid: bytes


@dataclass(frozen=True)
class ShowClass:
    """Open one class; `step` names the tab, `session` a half-day on it."""

    uid: bytes
    step: str = ""
    session: bytes | None = None


def find_everything(store: Store, text: str) -> list[Found]:
    """The best fits first; short enough to be read at a glance."""
    from app.data.queries.organization_titles import OrganizationTitles
    from app.data.queries.organizations import all_organizations
    from app.data.queries.training_classes import ClassFilter, class_ids, class_rows
    from app.services.searching import search_people
    from app.ui.references import words_of

    people = search_people(store, text, _MOST_PEOPLE)
    found = [
        Found(p.name, f"{p.organization}　{p.matched}", "members", ShowMember(p.uid))
        for p in people
    ]
    connection = store.database.read()
    wanted = text.lower()
    titles = OrganizationTitles(connection)
    organizations = [(titles.of(o.uid), o) for o in all_organizations(connection)]
    fitting = [one for one in organizations if wanted in words_of(one[0])]
    found += [
        Found(title, f"党组织，{o.members} 人", "members", ShowOrganization(o.uid))
        for title, o in fitting[:_MOST_OTHERS]
    ]
    ids = class_ids(connection, ClassFilter(text=text))[:_MOST_OTHERS]
    found += [
        Found(c.name, f"培训班 {c.starts_on} {c.state}", "class_room", ShowClass(c.uid))
        for c in class_rows(connection, ids, today())
    ]
    return found
