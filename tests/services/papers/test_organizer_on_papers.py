"""A place signs nothing: every paper that names the organizer of a class says who signs for it."""

from app.services.papers.person_papers import archives
from app.services.papers.selection import Selection
from app.services.papers.year_papers import year_summary
from app.services.settings import change_signature
from app.services.store import Store
from tests.builders import make_class, make_member, mark

SIGNED = "中共青山镇委员会"
OTHER = "中共云岭县委党校"


def test_archive_and_summary_name_who_signs_for_the_place(store: Store) -> None:
    member = make_member(store, political_status="正式党员")
    for organizer, day in (("青山镇", "2026-03-02"), (OTHER, "2026-04-02")):
        made = make_class(store, [member], organizer=organizer, first_day=day)
        for session in made.sessions:
            mark(store, session, member)
    chosen = Selection(members=(member,), year=2026)

    def organizers() -> tuple[list[str], list[str]]:
        (archive,) = archives(store, chosen)
        lines = [line.organizer for year in archive.years for line in year.lines]
        return lines, [line.organizer for line in year_summary(store, chosen).classes]

    assert organizers() == (["青山镇", OTHER], ["青山镇", OTHER])
    change_signature(store, SIGNED)
    assert organizers() == ([SIGNED, OTHER], [SIGNED, OTHER])
