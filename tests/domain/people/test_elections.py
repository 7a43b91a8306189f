"""What becomes of the seats of a 班子."""

from app.domain.people.elections import HeldSeat, Outcome, Seat, elect, twice


def test_every_seat_of_the_places_that_elected() -> None:
    a, c = Seat(b"a", b"p", "书记"), Seat(b"c", b"p", "书记")
    b = Seat(b"b", b"p", "委员")
    elsewhere = HeldSeat(b"4", Seat(b"d", b"q", "书记"), "")
    guide = HeldSeat(b"5", Seat(b"e", b"p", "组织员"), "")
    held = [HeldSeat(b"1", a, "2020"), HeldSeat(b"2", b, "2019"), elsewhere, guide]
    found = {(line.seat, line.outcome) for line in elect(held, [c, b, b])}
    assert found == {(c, Outcome.NEW), (b, Outcome.AGAIN), (a, Outcome.ENDED)}
    assert twice([a, c, b]) == {(b"p", "书记"): 2}
