"""What many sessions come to: weeks, days, sides, feelings, routines; and that as a page and as JSON.

It knows no file, no clock and no terminal: sessions, the day it is and the goal are given.
"""
