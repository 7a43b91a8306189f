"""Two sites make the same row (one person in one class): what one of them said stays its own."""

from app.data import rows
from app.domain.declarations import entity_named
from app.domain.uid import derived_uid
from app.services.store import Store
from tests.builders import Pair, make_class, make_member


def test_fields_of_the_lesser_stamp_keep_their_writer(pair: Pair) -> None:
    member = make_member(pair.township)
    made = make_class(pair.township)
    pair.settle()
    entity = entity_named("enrolment")
    uid = derived_uid(b"enrolment", made.uid, member)

    def enrol(store: Store, **more: str) -> None:
        with store.change("参训") as change:
            change.create(entity, {"training_class": made.uid, "member": member, **more}, uid)

    for _ in range(9):  # the later counter wins the row's stamp
        make_member(pair.county)
    enrol(pair.township, team="第一组")
    enrol(pair.county, position_then="支部书记")
    pair.settle()
    found = []
    for store in (pair.county, pair.township):
        row = rows.load(store.database.read(), entity, uid)
        assert row is not None
        assert row.stamp.site == pair.county.site.incarnation
        assert [s.site for s in row.versions["team"].siblings] == [pair.township.site.incarnation]
        assert (row.values["team"], row.values["position_then"]) == ("第一组", "支部书记")
        found.append(row.versions)
    assert found[0] == found[1]
