"""``python -m corcyra``: the command line."""

from corcyra.cli import main

if __name__ == "__main__":
    main()
