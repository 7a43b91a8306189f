"""A copy that this computer's disk does not take is not blamed on the stick, nor on its size."""

import errno
import io
from pathlib import Path

import pytest

from app.domain.errors import PackageError
from app.exchange import listing
from app.exchange.this_disk import not_taken


class _Failing(io.BytesIO):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, _piece: object, /) -> int:
        """Fail as a disk does."""
        raise OSError(self.number, "…")


WAYS = [
    (errno.ENOSPC, "E-102-01"),
    (errno.EDQUOT, "E-102-01"),
    (errno.EROFS, "E-102-02"),
    (errno.EACCES, "E-102-02"),
    (errno.EIO, "E-102-03"),
    (errno.ENXIO, "E-102-03"),
]


@pytest.mark.parametrize(("number", "code"), WAYS)
def test_each_failure_has_its_sentence(number: int, code: str) -> None:
    assert not_taken(OSError(number, "…")).code == code


@pytest.mark.parametrize(("number", "code"), WAYS)
@pytest.mark.parametrize("at", ["open", "write"])
def test_while_a_package_is_copied_in(
    number: int, code: str, at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.xjb"
    source.write_bytes(b"x" * 10)
    real = Path.open

    def opened(path: Path, mode: str = "r", *more: object, **named: object) -> object:
        if mode != "xb":
            return real(path, mode)
        if at == "open":
            raise OSError(number, "…")
        return _Failing(number)

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(PackageError) as refused:
        listing.bring_in(source, tmp_path)
    assert refused.value.code == code
