"""A stand-in for a desktop on the session's bus: it notes who keeps the display on. Run by test_awake.

`desktop.py FILE answers|hangs CODE` serves org.freedesktop.ScreenSaver while Python runs CODE on FILE.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from jeepney import HeaderFields, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection


def serve(asked: Path, *, answers: bool) -> None:
    """Note each call by its name, and answer it unless it is to hang."""
    connection = open_dbus_connection(bus="SESSION")
    connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.ScreenSaver"))
    ready.set()
    while True:
        message = connection.receive()
        if message.header.message_type is not MessageType.method_call:
            continue
        name = message.header.fields[HeaderFields.member]
        with asked.open("a") as file:
            file.write(f"{name}\n")
        if answers:
            reply = ("u", (7,)) if name == "Inhibit" else (None, ())
            connection.send(new_method_return(message, *reply))


if __name__ == "__main__":
    noted, manner, code = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    noted.write_text("")
    ready = threading.Event()
    threading.Thread(
        target=serve, args=(noted,), kwargs={"answers": manner == "answers"}, daemon=True
    ).start()
    ready.wait(10)
    sys.exit(subprocess.run([sys.executable, "-c", code, str(noted)], check=False).returncode)
