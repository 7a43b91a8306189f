"""`python -m app`, the `xueji` script and the built program all start here."""

import multiprocessing
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    # First of all: in the built program a worker process is this program started again.
    multiprocessing.freeze_support()
    from app.files.private import begin

    begin()
    from app.main import run

    return run(sys.argv[1:] if argv is None else list(argv))


if __name__ == "__main__":
    sys.exit(main())
