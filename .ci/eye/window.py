"""A real terminal in a window of its own: shell lines run in it, keys are pressed, pictures taken.

Owns the waiting. The windows themselves are opened and ended by the gallery of the shared tools, which calls
`Window.drive` once a window stands. Next: picture.py.
"""

import importlib.machinery
import importlib.util
import os
import shlex
import subprocess
import time

from picture import Grid, Picture, Unusable

# Runs each line of the pipe in the terminal and writes down its status: the shell that a user would sit before. It is
# no loop, because bash leaves a loop when a job in it is stopped.
AGENT = """#!/bin/bash
set -m
exec 3<{pipe}
count=0
next() {{
  read -r line <&3 || exit 0
  eval "$line" 3<&-
  echo $? >{folder}/status.new
  count=$((count + 1))
  mv {folder}/status.new {folder}/status.$count
  next
}}
next
"""
# Clears the screen and makes its four corners red.
CORNERS = r"""read -r rows columns < <(stty size); printf '\e[?25l\e[2J\e[41m\e[1;1H \e[1;%dH \e[%d;1H \e[%d;%dH \e[m' \
"$columns" "$rows" "$rows" "$columns" """.replace("\\\n", "")


def load_tools(folder):
    """The gallery of the shared tools, as a module."""
    path = os.path.join(folder, "gallery")
    loader = importlib.machinery.SourceFileLoader("terminals", path)
    tools = importlib.util.module_from_spec(importlib.util.spec_from_loader("terminals", loader))
    loader.exec_module(tools)
    tools.send_keys = lambda drive, env, shot: drive(env, shot)
    return tools


class Window:
    """One terminal while it is driven."""

    def __init__(self, tools, name, options, folder):
        self.tools, self.name, self.options, self.folder = tools, name, options, folder
        self.agent, self.pipe = os.path.join(folder, "agent"), os.path.join(folder, "pipe")
        os.makedirs(folder)
        os.mkfifo(self.pipe)
        with open(self.agent, "w") as file:
            file.write(AGENT.format(pipe=shlex.quote(self.pipe), folder=shlex.quote(folder)))
        self.calls, self.env, self.shot = 0, None, None

    def run(self, steps):
        """Opens the terminal, carries out `steps(self)` in it and ends it; returns a complaint, or None."""
        def drive(env, shot):
            self.env, self.shot = env, shot
            steps(self)
        self.options.keys = drive
        writer = os.open(self.pipe, os.O_RDWR)
        try:
            self.send = lambda line: os.write(writer, (line + "\n").encode())
            return self.tools.photograph(self.name, self.options, f"exec bash {shlex.quote(self.agent)}")
        finally:
            os.close(writer)

    def begin(self, line):
        """Starts a shell line in the terminal."""
        self.send(line)
        self.calls += 1

    def wait(self, seconds=15):
        """The status of the line that was started last, as soon as it has ended."""
        path, deadline = os.path.join(self.folder, f"status.{self.calls}"), time.time() + seconds
        while not os.path.exists(path):
            if time.time() > deadline:
                raise Unusable("the shell in the terminal does not answer")
            time.sleep(0.05)
        with open(path) as file:
            return int(file.read())

    def call(self, line):
        """Runs a shell line in the terminal to its end."""
        self.begin(line)
        return self.wait()

    def press(self, key):
        """Presses a key, in the words of xdotool."""
        subprocess.run(["xdotool", "key", "--delay", "50", key], env=self.env, timeout=30, check=True)

    def look(self, tag):
        """The window as it is now."""
        self.shot(tag)
        return Picture(os.path.join(self.options.out, f"{self.name}{self.options.suffix}-{tag}.png"))

    def settle(self, tag, unlike=None, seconds=12):
        """The window as soon as two pictures in a row are the same and differ from `unlike`, where given."""
        before, deadline = None, time.time() + seconds
        while True:
            now = self.look(tag)
            if before and now.data == before.data and not (unlike and now.data == unlike.data):
                return now
            if time.time() > deadline:
                raise Unusable("nothing new to be seen" if before and now.data == before.data else "the picture does not rest")
            before = now
            time.sleep(0.25)

    def grid(self):
        """The size of the screen in cells, and where its cells stand; leaves the picture with the red corners."""
        size = os.path.join(self.folder, "size")
        self.call(f"stty size >{shlex.quote(size)}")
        with open(size) as file:
            rows, columns = map(int, file.read().split())
        self.call(CORNERS)
        deadline = time.time() + 10
        while True:
            picture = self.settle("grid")
            try:
                return picture, Grid(picture, columns, rows)
            except Unusable:
                if time.time() > deadline:
                    raise
