"""This computer is known again at every start, with and without a network card."""

import platform
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from app.data import machine

ROOT = Path(__file__).resolve().parents[2]
CARD, MADE_UP = 0x0017A4_123456, 0x0117A4_123456


@pytest.fixture(autouse=True)
def _on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_KNOWN_TO_LINUX", ())


def says(monkeypatch: pytest.MonkeyPatch, *, guid: str = "", card: int = CARD) -> str:
    monkeypatch.setattr(machine, "_known_to_windows", lambda: guid)
    monkeypatch.setattr(uuid, "getnode", lambda: card)
    return machine.name()


def test_a_number_made_up_anew_at_each_start_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert says(monkeypatch, card=MADE_UP) == says(monkeypatch, card=MADE_UP + 1)
    assert says(monkeypatch, card=CARD) != says(monkeypatch, card=CARD + 1)


def test_what_windows_calls_it_is_steadier_than_a_network_card(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = says(monkeypatch, guid="4c6a-9c5a", card=CARD)
    assert says(monkeypatch, guid="4c6a-9c5a", card=CARD + 1) == known
    assert says(monkeypatch, guid="4c6a-9c5b", card=CARD) != known


def test_computers_set_up_from_one_image_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    known = says(monkeypatch, guid="4c6a-9c5a")
    monkeypatch.setattr(platform, "node", lambda: "another")
    assert says(monkeypatch, guid="4c6a-9c5a") != known


def test_the_name_that_an_earlier_version_gave_it_still_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says(monkeypatch, guid="4c6a-9c5a")
    assert machine.is_this(machine._short(f"{platform.node()}-{CARD:x}"))
    assert machine.is_this(machine.name())
    assert not machine.is_this(machine._short(f"{platform.node()}-{CARD + 1:x}"))


@pytest.mark.skipif(sys.platform != "win32", reason="asks the registry")
def test_windows_names_this_computer() -> None:
    assert machine._known_to_windows()


def test_two_processes_name_it_alike() -> None:
    asked = (
        "import uuid; uuid._GETTERS = [uuid._random_getnode]; uuid._UuidCreate = None;"
        "from app.data import machine; machine._KNOWN_TO_LINUX = (); print(machine.name())"
    )
    once, again = (
        subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, check=True)
        for _ in range(2)
    )
    assert once.stdout == again.stdout
