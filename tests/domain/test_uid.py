"""Identities are unique, in order of creation, and the same parts give the same one."""

from app.domain.uid import derived_uid, new_uid, new_uids, uid_from_text, uid_text


def test_identities_are_unique_and_in_order_of_creation() -> None:
    made = [*(new_uid() for _ in range(20_000)), *new_uids(20_000), new_uid()]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {len(uid) for uid in made} == {16}
    assert {uid[6] >> 4 for uid in made} == {7}
    assert {uid[8] >> 6 for uid in made} == {2}


def test_the_same_parts_give_the_same_identity_at_every_site() -> None:
    assert derived_uid(b"a", b"b") == derived_uid(b"a", b"b")
    assert derived_uid(b"a", b"b") != derived_uid(b"ab")


def test_text_goes_there_and_back_and_names_are_no_identities() -> None:
    uid = new_uid()
    assert uid_from_text(uid_text(uid)) == uid
    assert uid_from_text("青山镇") is None
    assert uid_from_text("z" * 32) is None
