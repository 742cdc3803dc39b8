"""What a screen of khabar should show: its rows in a terminal that leaves cells alone, and the text that stands in them.

Owns the run inside tmux and the choice of rows to be measured. The text that is expected is the article's own: a row
counts only when its letters, put back into logical order, stand in the article. Next: picture.py.
"""

import os
import subprocess
import time
import unicodedata

from picture import VERTICAL, Unusable

# What a row of plain Arabic consists of beside letters and blanks: signs too small to be taken for letters.
SMALL_SIGNS = set(" .،:\"")
LETTERS_NEEDED = 200
LETTERS_IN_ROW = 12


def cells(row, columns):
    """The cells of a captured row: one symbol each, empty in the second cell of a wide one."""
    found = []
    for letter in row:
        if found and unicodedata.category(letter) in ("Mn", "Me", "Cf"):
            found[-1] += letter
        else:
            found.append(letter)
            found += [""] * (unicodedata.east_asian_width(letter) in "WF")
    return found + [" "] * (columns - len(found))


def logical(symbols):
    """The text of cells that hold right-to-left text alone, in logical order and with its own letters."""
    return unicodedata.normalize("NFKC", "".join(reversed(symbols))).strip()


def letters(text):
    """The letters and digits of a text, without marks and tatweel."""
    text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN" and c != "ـ")


def is_plain_arabic(text):
    """True when a text has no digits, no Latin and no sign as large as a letter."""
    def fits(c):
        return "\u0620" <= c <= "\u064a" or c in SMALL_SIGNS or unicodedata.category(c) in ("Mn", "Cf")
    return len(letters(text)) >= LETTERS_IN_ROW and all(map(fits, text))


class Screen:
    """The cells of one screen, and what of it is to be measured."""

    def __init__(self, text, size):
        columns, rows = size
        lines = text.split("\n")[:rows]
        self.cells = [cells(line, columns) for line in lines + [""] * (rows - len(lines))]

    def borders(self):
        """Every sign of a border that stands straight above or below another one: (column, row) → sign."""
        signs = {(x, y): sign for y, row in enumerate(self.cells) for x, sign in enumerate(row) if sign in VERTICAL}
        return {(x, y): sign for (x, y), sign in signs.items() if (x, y - 1) in signs or (x, y + 1) in signs}

    def panes(self):
        """The panes that begin in the first row: the columns inside their borders, (first, behind the last)."""
        corners = {"open": "┌┏╭╔", "close": "┐┓╮╗"}
        begins = [x + 1 for x, sign in enumerate(self.cells[0]) if sign and sign in corners["open"]]
        ends = [x for x, sign in enumerate(self.cells[0]) if sign and sign in corners["close"]]
        return list(zip(begins, ends))

    def plain_rows(self, pane, article):
        """The rows of a pane that hold plain Arabic of the article: row → text."""
        texts = {y: logical(row[pane[0]:pane[1]]) for y, row in enumerate(self.cells)}
        return {y: text for y, text in texts.items() if is_plain_arabic(text) and letters(text) in article}


class Expected:
    """A screen with enough of the article on it, and the keys that lead to it from the start."""

    def __init__(self, screen, keys, article):
        self.screen, self.keys = screen, keys
        choices = [(pane, screen.plain_rows(pane, article)) for pane in screen.panes()]
        self.pane, self.rows = max(choices, key=lambda choice: letter_count(choice[1]), default=(None, {}))
        self.letter_count = letter_count(self.rows)

    def text(self):
        """The expected text, a line for each row."""
        return "\n".join(self.rows[y] for y in sorted(self.rows)) + "\n"


def letter_count(rows):
    """How many letters some rows have together."""
    return sum(len(letters(text)) for text in rows.values())


class Tmux:
    """A tmux server of our own with one window of a given size; ends with the `with` block."""

    def __init__(self, command, size, folder):
        self.prefix = ["tmux", "-u", "-L", f"gallery-{os.getpid()}", "-f", "/dev/null"]
        kept = {name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ}
        self.env = kept | {"HOME": folder, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "TMUX_TMPDIR": folder,
                           "SHELL": "/bin/sh", "KHABAR_EMIT": "visual"}
        self.command, self.size = command, size

    def __enter__(self):
        self.run("new-session", "-d", "-x", str(self.size[0]), "-y", str(self.size[1]), self.command, ";",
                 "set", "-g", "status", "off", ";", "set", "-g", "remain-on-exit", "on", ";",
                 "resize-window", "-x", str(self.size[0]), "-y", str(self.size[1]))
        return self

    def __exit__(self, *_):
        subprocess.run([*self.prefix, "kill-server"], env=self.env, timeout=20, stderr=subprocess.DEVNULL)

    def run(self, *words):
        return subprocess.run([*self.prefix, *words], env=self.env, check=True, timeout=20,
                              stdout=subprocess.PIPE).stdout.decode()

    def press(self, key):
        self.run("send-keys", key)

    def settle(self):
        """The screen as soon as it has borders and two looks at it are the same; ten seconds at most."""
        before = None
        for _ in range(50):
            time.sleep(0.2)
            now = self.run("capture-pane", "-p")
            if now == before and any(sign in now for sign in "┌┏╭╔"):
                return Screen(now, self.size)
            before = now
        raise Unusable("khabar did not come to rest in tmux; the last screen:\n" + (before or ""))


def find(command, size, article, folder):
    """Leads khabar in tmux to a screen that shows enough of the article.

    `command` is a line for the shell, `article` the article's text. The keys: down the list until the reader shows the
    article, then into the reader, then page by page until enough plain lines stand on the screen.
    """
    wanted, tried = letters(article), 60
    with Tmux(command, size, folder) as tmux:
        keys, best = [], Expected(tmux.settle(), [], wanted)
        while best.letter_count < LETTERS_NEEDED // 3 and tried:
            tmux.press("j")
            keys, tried = keys + ["j"], tried - 1
            best = Expected(tmux.settle(), keys, wanted)
        if not tried:
            raise Unusable("the article was not found in the list")
        tmux.press("Enter")
        keys = keys + ["Return"]
        for _ in range(6):
            best = max(best, Expected(tmux.settle(), list(keys), wanted), key=lambda e: (e.letter_count, len(e.keys)))
            if keys == best.keys and best.letter_count >= LETTERS_NEEDED:
                return best
            tmux.press("Space")
            keys = keys + ["space"]
    raise Unusable(f"no screen with {LETTERS_NEEDED} letters of plain Arabic; at most {best.letter_count}")
