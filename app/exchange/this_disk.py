"""Why this computer's own disk did not take a package, in the clerk's words."""

import errno

from app.domain.errors import PackageError
from app.exchange.refusals import DISK_FULL, DISK_READ_ONLY, DISK_TROUBLE, Refusal

_REASONS: dict[int, Refusal] = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EROFS: DISK_READ_ONLY,
    errno.EACCES: DISK_READ_ONLY,
    errno.EPERM: DISK_READ_ONLY,
}


def not_taken(error: OSError) -> PackageError:
    """The refusal for a copy that failed on this computer, not on the stick."""
    return _REASONS.get(error.errno or 0, DISK_TROUBLE).error()
