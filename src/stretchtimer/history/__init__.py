"""What was played, kept: one SQLite file with a row for each session and one for each of its blocks.

It knows what a session is, and no screen, sound or terminal. Read it through `store.History`:

    history = History(history_file(os.environ))
    history.sessions(since=..., routine=..., limit=20)   # newest first; `blocks=True` for each block as well
    history.unfinished(within=timedelta(hours=12))       # what can be gone on with, newest first
    history.amend(uid, feeling=3, kind=Kind.STIFFNESS, note="hamstrings")

`recording.Recording` is what writes while somebody plays, in a thread of its own; `tallies` is what sums up.
A session at another rate than life's is a rehearsal: it is kept with its rate, and `rehearsals=False` leaves
such ones out.
Nothing here imports sqlite3 before a file is opened: what starts to play does not wait for it.
"""
