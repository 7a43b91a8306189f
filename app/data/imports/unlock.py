"""Workbooks that are encrypted but open without asking: read-only ones, by a password all know."""

import io

from app.data.imports.refusals import has_password

KNOWN_TO_ALL = "VelvetSweatshop"
"""Excel tries it before it asks; write-protected workbooks are encrypted with it."""


def unlocked(data: bytes) -> bytes:
    """The workbook inside.

    Raises:
        AppError: it has a password of its own.
    """
    import msoffcrypto

    opened = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=KNOWN_TO_ALL)
        file.decrypt(opened)
    except Exception as error:  # the library raises whatever a wrong key or damage provokes
        raise has_password() from error
    found = opened.getvalue()
    if not found:
        raise has_password()
    return found
