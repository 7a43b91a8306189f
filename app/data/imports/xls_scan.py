"""What must be known of a binary .xls before its reader trusts it: password, damage, true size."""

import io
import struct

from app.data.imports.sniff import damaged, has_password
from app.domain.errors import AppError

_HEAD = struct.Struct("<HH")
_DIMENSIONS, _FILE_PASSWORD, _SHARED_TEXTS = 0x0200, 0x002F, 0x00FC
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256


def scan_xls(data: bytes) -> None:
    """Look at every record of the workbook.

    The reader reserves memory for the size that a sheet claims, before it has read anything: a
    damaged claim of four thousand million rows would end the whole program.

    Raises:
        AppError: the file is damaged or has a password.
    """
    stream = _workbook(data)
    end, place = len(stream), 0
    while place + _HEAD.size <= end:
        kind, length = _HEAD.unpack_from(stream, place)
        place += _HEAD.size
        if kind == _FILE_PASSWORD:
            raise has_password()
        if kind == _DIMENSIONS and not _is_possible(stream[place : place + length]):
            raise damaged()
        if kind == _SHARED_TEXTS and not _is_below(stream[place + 4 : place + 8], end):
            raise damaged()
        place += length


def _workbook(data: bytes) -> bytes:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    return bytes(container.openstream(name).read())
    except AppError:
        raise
    except Exception as error:  # olefile raises whatever a damaged file provokes
        raise damaged() from error
    raise damaged()


def _is_possible(record: bytes) -> bool:
    if len(record) >= 14:  # BIFF8
        first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", record)
    elif len(record) >= 8:  # BIFF5 and older
        first_row, last_row, first_column, last_column = struct.unpack_from("<HHHH", record)
    else:
        return False
    rows = first_row <= last_row <= _MOST_ROWS
    return bool(rows and first_column <= last_column <= _MOST_COLUMNS)


def _is_below(count: bytes, limit: int) -> bool:
    return len(count) == 4 and int.from_bytes(count, "little") <= limit
