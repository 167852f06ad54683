"""What a session sounds like: chimes, the mixer, and the outputs they go to.

It knows no player and no screen. Nothing is imported here: `sound.speaker` is the way in.
"""
