"""The voice of a session: sentences become samples, in a process of their own.

It knows no player and no device. Nothing is imported here: `sound.voice.voice` is the way in.
"""
