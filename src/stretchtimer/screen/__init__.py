"""What a person sees of a session: the live screen, plain lines, and JSON lines.

It knows no player and no terminal; it is given frames and cues, and something to write to.
"""
