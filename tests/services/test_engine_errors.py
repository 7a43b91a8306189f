"""A page of the store that is damaged: told in words wherever the program comes upon it."""

import shutil
from pathlib import Path

import pytest

from app.data.database import driver
from app.domain.errors import AppError
from app.services.engine_errors import refused_by_engine
from app.services.opening import open_store
from app.services.self_check import check_store
from tests.builders import PASSWORD, make_member, make_store

_PAGE = 4096


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is closed; only copies of it are damaged."""
    store = make_store(tmp_path_factory.mktemp("master"))
    make_member(store)
    store.close()
    return store.path


def _said_of(path: Path) -> str:
    """What opening refuses with, or else what the self-check says."""
    try:
        store = open_store(path, PASSWORD)
    except AppError as error:
        return error.message
    problems = check_store(store).problems
    store.close()
    return "；".join(problems)


@pytest.mark.parametrize("part", range(8))
def test_any_damaged_page_is_told_in_words(master: Path, tmp_path: Path, part: int) -> None:
    """Opened or looked through; never the engine's own error."""
    path = Path(shutil.copytree(master.parent, tmp_path / "copy")) / master.name
    content = bytearray(path.read_bytes())
    pages = len(content) // _PAGE
    content[pages * part // 8 * _PAGE + 100] ^= 1
    path.write_bytes(content)
    assert "损坏" in _said_of(path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("database disk image is malformed", "E-103"),
        ("disk I/O error", "E-106"),
        ("database or disk is full", "E-102"),
    ],
)
def test_the_engines_words(text: str, code: str) -> None:
    refusal = refused_by_engine(driver.DatabaseError(text))
    assert refusal is not None
    assert refusal.code == code


def test_a_bug_of_ours_stays_one() -> None:
    assert refused_by_engine(ValueError("malformed")) is None
