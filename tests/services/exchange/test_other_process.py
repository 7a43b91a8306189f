"""What a process of its own packs and reads is what this one would: it takes the same."""

from collections.abc import Callable
from inspect import signature

import pytest

from app.services.exchange import other_process, receiving, sending


@pytest.mark.parametrize(
    ("there", "here"),
    [
        (other_process.export_package, sending.export_package),
        (other_process.inspect_package, receiving.inspect_package),
        (other_process.receive_package, receiving.receive_package),
    ],
)
def test_it_takes_what_the_action_takes(
    there: Callable[..., object], here: Callable[..., object]
) -> None:
    taken = {name: each.kind for name, each in signature(there).parameters.items()}
    wanted = {name: each.kind for name, each in signature(here).parameters.items()}
    assert taken.keys() - {"where"} == wanted.keys() - {"store"}
    assert signature(there).return_annotation == signature(here).return_annotation
