"""Wrong passwords: the next try waits a little longer each time, and never for ever."""

import json
from pathlib import Path

import pytest

from app.data.location import user_folder
from app.domain.errors import StorageError
from app.services import attempts
from app.services.opening import open_store
from app.services.store import Store
from tests.builders import PASSWORD


class Clock:
    """Stands in for `time`."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(attempts, "time", made)
    return made


def code_of(path: Path, password: str) -> str:
    try:
        open_store(path, password).close()
    except StorageError as error:
        return error.code
    return "opened"


def wrong(path: Path, times: int) -> list[str]:
    return [code_of(path, "not-the-password") for _ in range(times)]


def test_a_few_mistakes_cost_nothing_then_even_the_right_one_waits(
    store: Store, clock: Clock
) -> None:
    assert wrong(store.path, attempts.FREE) == ["password"] * attempts.FREE
    assert code_of(store.path, PASSWORD) == "wait"
    clock.now += attempts.FIRST_WAIT + 0.1
    assert code_of(store.path, PASSWORD) == "opened"
    assert wrong(store.path, attempts.FREE) == ["password"] * attempts.FREE


def test_the_wait_grows_and_has_an_end(store: Store, clock: Clock) -> None:
    wrong(store.path, attempts.FREE)
    for number in range(40):
        clock.now += attempts.wait_after(attempts.FREE + number) + 0.1
        assert code_of(store.path, "not-the-password") == "password"
        assert code_of(store.path, "not-the-password") == "wait"
    assert attempts.wait_after(10**6) == attempts.LONGEST_WAIT
    clock.now += attempts.LONGEST_WAIT + 0.1
    assert code_of(store.path, PASSWORD) == "opened"


def test_it_is_remembered_by_the_next_program(store: Store, clock: Clock) -> None:
    wrong(store.path, attempts.FREE)
    kept = json.loads((user_folder() / "attempts.json").read_text("utf-8"))
    assert len(kept) == 1
    assert str(store.path) not in json.dumps(kept)


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "{}", '{"a": 1}', '{"a": []}', '{"a": ["x", null]}', '{"a":[1e999,1]}']
)
def test_a_damaged_note_locks_nobody_out(store: Store, text: str) -> None:
    user_folder().mkdir(parents=True, exist_ok=True)
    (user_folder() / "attempts.json").write_text(text, "utf-8")
    assert code_of(store.path, PASSWORD) == "opened"
    assert wrong(store.path, 1) == ["password"]


def test_a_clock_set_back_makes_nobody_wait_for_years(store: Store, clock: Clock) -> None:
    wrong(store.path, attempts.FREE)
    clock.now -= 10**8
    assert code_of(store.path, PASSWORD) == "wait"
    clock.now += attempts.FIRST_WAIT + 0.1
    assert code_of(store.path, PASSWORD) == "opened"
