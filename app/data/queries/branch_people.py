"""Everybody in good standing in some branches and below, for what a whole branch did."""

from collections.abc import Iterator, Sequence

from app.data import organization_tree
from app.data.database import Connection
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.people.membership import NORMAL


def people_of_branches(
    connection: Connection, branches: Sequence[bytes]
) -> Iterator[tuple[bytes, str, str]]:
    """Identity, name and branch, branch by branch in the order of the names."""
    above = organization_tree.parents(connection)
    wanted = set(branches)
    titles = OrganizationTitles(connection)
    for uid, name, place in connection.execute(
        "SELECT uid, name, organization FROM member WHERE gone = 0 AND merged_into IS NULL "
        "AND status = ? ORDER BY organization, sort_key, id",
        (NORMAL,),
    ):
        chain = organization_tree.chain_above(above, place) if place else ()
        if not wanted.isdisjoint({place, *chain}):
            yield uid, name, titles.of(place)
