"""stretchtimer guides people through stretch and Pilates routines in the terminal.

The version stands here as text: reading it from the package's metadata costs 35 ms at each start.
"""

__version__ = "0.1.0"
