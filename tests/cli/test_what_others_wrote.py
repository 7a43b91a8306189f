"""Text that came from a changed program, on the terminal: it is shown and commands nothing; whoever
reads JSON gets it whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.commands.listing import KINDS
from app.cli.console import for_people
from app.domain.characters import SIGN
from tests.builders import Pair
from tests.cli.conftest import Run
from tests.hostile_rows import FREE, HIDDEN, LISTED, POISONS, hostile_county, identity


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with hostile_county(tmp_path_factory.mktemp("hostile"), FREE | LISTED) as made:
        yield made


@pytest.mark.parametrize("kind", KINDS)
def test_no_list_commands_the_terminal(joined: Pair, run: Run, kind: str) -> None:
    plain = run("--store", joined.county.path, "list", kind)
    assert plain.code == 0
    assert not HIDDEN & set(plain.out + plain.err)
    keys = run("--json", "--store", joined.county.path, "list", kind)
    assert not HIDDEN & set(keys.out)
    texts = {str(v) for line in keys.keys["rows"] for v in line.values()}
    if SIGN in plain.out:
        assert any(HIDDEN & set(text) for text in texts)
    if kind == "members":
        assert POISONS["bidi"] in texts


def test_search_and_refusals_do_not_either(joined: Pair, run: Run, tmp_path: Path) -> None:
    found = run("--store", joined.county.path, "search", "甲")
    assert SIGN in found.out
    name = identity("training_class", "control").hex()
    refused = run(
        *("--store", joined.county.path, "print", "certificate", "--class", name),
        *("-o", tmp_path / "a.pdf"),
    )
    assert refused.code == 1
    assert SIGN in refused.err
    assert not HIDDEN & set(found.out + refused.out + refused.err)


def test_a_line_is_not_written_over() -> None:
    assert for_people("甲\r乙") == "甲乙"
