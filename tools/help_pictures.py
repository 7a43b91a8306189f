"""The pictures of the manual and of the README anew: .venv/bin/python -m tools.help_pictures"""

import sys

if __name__ == "__main__":  # spawned processes import this file again
    from tools.manual import pictures

    sys.exit(pictures.main(sys.argv[1:]))
