"""What the county confirms and sends back arrives as it was written."""

from pathlib import Path

import pytest

from app.domain.errors import PackageError
from app.exchange.header import Kind
from app.exchange.package import open_package
from app.exchange.receipt import Receipt, Received, ReturnedRow, read_receipt, save_receipt
from tests.exchange.sites import COUNTY, PEERS, TOWNSHIP, label, opened, package, peer

RECEIPT = Receipt(
    (
        Received("1" * 32, 6, "a" * 64, {"applied": 40, "conflicts": 2, "held": 0}),
        Received("1" * 32, 7, "b" * 64, {}),
    ),
    (
        ReturnedRow("member", "c" * 32, "身份证号与档案不符，请核对"),
        ReturnedRow("record", "d" * 32, "缺证明材料\n请补"),
    ),
    {"member": "e" * 64},
    "f" * 64,
)


@pytest.mark.parametrize("receipt", [RECEIPT, Receipt(RECEIPT.received), Receipt(())])
def test_round_trip(receipt: Receipt, tmp_path: Path) -> None:
    path = tmp_path / "回执.xjb"
    save_receipt(path, label(Kind.RECEIPT, 3), COUNTY, peer(TOWNSHIP), receipt)
    with path.open("rb") as source:
        package = open_package(source, TOWNSHIP, [peer(COUNTY)], Kind.RECEIPT)
        assert read_receipt(package) == receipt


def test_only_a_receipt_is_written_as_receipt(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="report"):
        save_receipt(tmp_path / "x.xjb", label(), COUNTY, peer(TOWNSHIP), RECEIPT)
    assert list(tmp_path.iterdir()) == []


def test_a_report_is_not_read_as_receipt() -> None:
    with pytest.raises(PackageError, match="上报数据包，不是回执"):
        read_receipt(opened(package(), COUNTY, PEERS))
