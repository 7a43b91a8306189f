"""The list of people as the table asks for it."""

from collections.abc import Sequence

from app.data.queries.members import MemberFilter, MemberRow, member_rows
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.masking import mask_id_number, mask_phone
from app.domain.people.membership import NORMAL
from app.services.store import Store
from app.ui.tables.query import Column, View
from app.ui.today import this_year


class MemberQuery:
    """Filters: `organization` (with everything below), `status`, `political_status`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.chosen_year: int | None = None
        """Whose hours the last column holds, unless it is the year that runs."""

    @property
    def year(self) -> int:
        """The year of the hours."""
        return this_year() if self.chosen_year is None else self.chosen_year

    def ids(self, view: View) -> Sequence[int]:
        """Ids in order."""
        filters = view.filters
        wanted = MemberFilter(
            text=view.text,
            organization=filters.get("organization"),
            status=filters.get("status", NORMAL),
            political_status=filters.get("political_status", ""),
            sort=view.sort or "name",
            descending=view.descending,
            year=self.year,
        )
        return self._store.people.ids(wanted)

    def rows(self, ids: Sequence[int]) -> Sequence[MemberRow]:
        """Rows by id."""
        connection, people = self._store.database.read(), self._store.people
        titles = people.kept("titles", lambda: OrganizationTitles(connection))
        return member_rows(connection, ids, self.year, titles)


COLUMNS: tuple[Column[MemberRow], ...] = (
    Column("姓名", lambda r: r.name, sort="name", width=130),
    Column("性别", lambda r: r.sex, sort="sex", width=46),
    Column("所在党组织", lambda r: r.organization_title, sort="organization", width=160),
    Column("人员类别", lambda r: r.political_status, sort="political_status", width=80),
    Column("入党日期", lambda r: r.joined_on, sort="joined_on", width=88, date=True),
    Column("本年学时", lambda r: f"{r.hours:g}", sort="hours", width=76, right=True),
    Column("身份证号", lambda r: mask_id_number(r.id_number), width=146, firm=True),
    Column("联系电话", lambda r: mask_phone(r.phone), width=100, firm=True),
    Column("单位及职务", lambda r: r.workplace, width=110),
)
