"""Files kept from earlier days: damaged ones stay refused by the same code, good ones readable."""

from pathlib import Path

import pytest

from app.domain.errors import PackageError
from tests.exchange.cases import READERS
from tests.exchange.vectors import FOLDER, GOOD, LARGEST

FILES = sorted(FOLDER.glob("*.bin"))


def outcome(path: Path) -> str:
    reader = path.name.split(".", 1)[0]
    try:
        READERS[reader](path.read_bytes())
    except PackageError as error:
        return error.code
    return GOOD


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_comes_out_as_its_name_says(path: Path) -> None:
    assert outcome(path) == path.name.split(".")[1]


def test_there_are_many_and_they_are_small() -> None:
    assert len(FILES) >= 150
    assert max(path.stat().st_size for path in FILES) <= LARGEST
    assert sum(path.name.split(".")[1] == GOOD for path in FILES) >= 4
    assert len({path.name.split(".")[1] for path in FILES}) >= 40
