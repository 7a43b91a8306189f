"""The lines that the mutants break still stand in the program, and so do their tests."""

import ast
from pathlib import Path

import pytest

from tests.faults.mutant import Mutant
from tests.faults.mutants_list import MUTANTS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_every_mutant_breaks_a_line_that_is_there(mutant: Mutant) -> None:
    for file, old, _new in mutant.patches:
        assert (ROOT / file).read_text("utf-8").count(old) == 1, file
    for named in mutant.tests:
        file, _, function = named.partition("::")
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert not function or function.partition("[")[0] in names, named
