"""年度总结 and 应训未训 of a county say whose 李家村 it is; a township need not say it twice."""

from pathlib import Path

from app.services.documents import prepare_document, write_document
from app.services.papers.selection import Selection
from app.services.papers.year_papers import owed_list, year_summary
from tests.builders import make_county, make_member, make_organization
from tests.days import this_year
from tests.services.test_documents import text_of

NAME = "李家村党支部"
OURS, THEIRS = "青山镇李家村党支部", "白沙乡李家村党支部"


def test_both_papers_name_the_township_only_where_it_tells(tmp_path: Path) -> None:
    county = make_county(tmp_path)
    towns = [make_organization(county, name, kind="党委") for name in ("青山镇", "白沙乡")]
    for town in towns:
        branch = make_organization(county, NAME, parent=town)
        make_member(county, branch, political_status="正式党员", joined_on="2001-07-01")
    whole, part = Selection(year=this_year()), Selection(year=this_year(), organization=towns[0])

    summary = year_summary(county, whole)
    assert {line.name for line in summary.branches} == {OURS, THEIRS}
    assert {label for label, _ in summary.chart} == {OURS, THEIRS}
    assert [line.name for line in year_summary(county, part).branches] == [NAME]
    assert year_summary(county, part).organization == "青山镇"

    owed = owed_list(county, whole)
    assert {branch.name for branch in owed.branches} == {OURS, THEIRS}
    assert owed_list(county, part).scope == "青山镇"
    assert [branch.name for branch in owed_list(county, part).branches] == [NAME]

    for kind in ("year_summary", "owed_list"):
        write_document(county, kind, whole, tmp_path / f"{kind}.pdf")
        text = "".join(text_of(tmp_path / f"{kind}.pdf").split())
        assert OURS in text
        assert THEIRS in text
    assert prepare_document(county, "owed_list", part).content.scope == "青山镇"
    county.close()
