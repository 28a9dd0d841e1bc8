"""`python -m seedance_studio COMMAND`: the headless door."""

import sys

from seedance_studio.headless.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
