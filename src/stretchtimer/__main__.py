"""`python -m stretchtimer` is `stretch`."""

from stretchtimer.cli import main

if __name__ == "__main__":
    main()
