"""What the county confirms and sends back arrives as it was written."""

from dataclasses import asdict
from typing import Any

import pytest

from app.domain.errors import PackageError
from app.exchange import receipt
from app.exchange.header import Kind
from app.exchange.package import Package
from app.exchange.receipt import Receipt, Received, read_receipt, receipt_content
from tests.exchange.sites import COUNTY, PEERS, TOWNSHIP, label, opened, package, peer

LINE = {
    "table": "row_return",
    "uid": "c" * 32,
    "by": ["d", 1, 1, 1, "李四"],
    "is": {"reason": "缺"},
}
RECEIPT = Receipt(
    (
        Received("1" * 32, 6, "a" * 64, {"new": 40, "conflicts": 2, "held": 0}),
        Received("1" * 32, 7, "b" * 64, {}),
    ),
    {"2" * 16: 99},
    {"member": "e" * 64},
    "f" * 64,
    [["3" * 16, "4" * 32, "云岭县"]],
    {"own": []},
    (LINE, {**LINE, "uid": "e" * 32}),
)


def sealed(made: Receipt) -> Package:
    data = package(COUNTY, TOWNSHIP, label=label(Kind.RECEIPT, 3), body=receipt_content(made))
    return opened(data, TOWNSHIP, [peer(COUNTY)])


@pytest.mark.parametrize("made", [RECEIPT, Receipt(RECEIPT.received), Receipt(())])
def test_round_trip(made: Receipt) -> None:
    read = read_receipt(sealed(made))
    assert {**asdict(read), "incarnations": list(read.incarnations)} == {
        **asdict(made),
        "incarnations": list(made.incarnations),
    }


@pytest.mark.parametrize(
    "line",
    [
        {**LINE, "table": "member"},
        {"uid": "c" * 32},
        {"table": "attendance", "fields": [], "facts": []},
        {"table": "row_return", "fields": [], "facts": []},
    ],
)
def test_other_rows_are_refused(line: dict[str, Any]) -> None:
    with pytest.raises(PackageError) as refused:
        read_receipt(sealed(Receipt((), lines=(LINE, line))))
    assert refused.value.code == "E-202-13"


def test_endless_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt, "MOST", 3)
    assert len(read_receipt(sealed(Receipt((), lines=(LINE,) * 3))).lines) == 3
    with pytest.raises(PackageError, match="回执"):
        read_receipt(sealed(Receipt((), lines=(LINE,) * 4)))


def test_a_report_is_not_read_as_receipt() -> None:
    with pytest.raises(PackageError, match="上报数据包，不是回执"):
        read_receipt(opened(package(), COUNTY, PEERS))
