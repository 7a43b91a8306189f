"""The builders make what they promise; everything else stands on them."""

from tests.builders import Pair, count, make_class, make_member, mark, value_of


def test_a_person_a_class_and_a_mark_travel_both_ways(pair: Pair) -> None:
    member = make_member(pair.township, name="阿依古丽·买买提")
    made = make_class(pair.township, [member])
    mark(pair.township, made.sessions[0], member)
    pair.settle()
    assert value_of(pair.county, "member", member, "name") == "阿依古丽·买买提"
    assert count(pair.county, "attendance") == 1
    assert count(pair.county, "enrolment", "training_class = ?", made.uid) == 1
