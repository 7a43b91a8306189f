"""Every test works in a folder of its own, with passwords that cost next to nothing."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.data import database, keyslots
from app.services import opening
from app.services.store import Store
from tests import taken_steps
from tests.builders import Pair, make_pair, make_store
from tests.screen import use_usual_screen

use_usual_screen()

settings.register_profile(
    "seeded", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("XUEJI_TEST_PROFILE", "seeded"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--histories", type=int, default=0, help="random exchange histories to run")
    parser.addoption("--first-seed", type=int, default=0, help="seed of the first history")


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Windows end their background work, as the program does, before a test closes their store:
    a connection that is closed while another thread reads through it takes the process along."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets and widgets.QApplication.instance()
    for widget in application.topLevelWidgets() if application else ():
        runner = getattr(getattr(widget, "workspace", None), "runner", None)
        if runner is not None:
            runner.stop_all()
    yield


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEJI_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True, scope="session")
def _cheap_stores() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyslots, "MEMORY_KIB", 32)
        patch.setattr(keyslots, "PASSES", 1)
        patch.setattr(keyslots, "LANES", 1)  # more would start a thread each
        patch.setattr(opening, "connect", taken_steps.connect)
        yield


@pytest.fixture(autouse=True)
def _steps_by_hand(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("steps_by_hand") is not None:
        monkeypatch.setattr(opening, "connect", database.connect)


@pytest.fixture(autouse=True)
def _crash_of_a_job_fails(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The dialog that tells of a bug of ours waits for somebody to close it: here nobody would."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    from app.ui.error_gate import CrashDialog

    told: list[str] = []
    monkeypatch.setattr(CrashDialog, "exec", lambda dialog: told.append(dialog._crash.details))
    yield
    assert not told, told[0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty township store."""
    made = make_store(tmp_path / "青山镇")
    yield made
    made.close()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """A county and a township that have enrolled each other."""
    made = make_pair(tmp_path)
    yield made
    made.county.close()
    made.township.close()
