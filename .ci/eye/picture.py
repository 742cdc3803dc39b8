"""Pictures of terminals: where the cells stand, and what the pixels say about borders and lines.

Owns pixels. Knows no terminal (window.py drives them) and no article (expected.py says what should be seen).
"""

import statistics
import subprocess
from collections import Counter

# A pixel is ink when one of its channels differs from the ground by more: thin borders are drawn half transparent.
INK = 20
# Part of a cell's height that a vertical line covers at least: the signs of some fonts end a little before the cell.
FULL = 0.8
# Signs with a vertical line in the middle of their cell, and which part of the cell's height it covers.
VERTICAL = {sign: (0.0, 1.0) for sign in "│┃║█"}
VERTICAL |= {sign: (0.65, 1.0) for sign in "┌┐┏┓╭╮╔╗"} | {sign: (0.0, 0.35) for sign in "└┘┗┛╰╯╚╝"}


class Unusable(Exception):
    """A picture that cannot be measured; the message says why."""


class Picture:
    """The pixels of a picture file."""

    def __init__(self, path):
        ppm = subprocess.run(["convert", path, "-alpha", "off", "-depth", "8", "ppm:-"],
                             stdout=subprocess.PIPE, check=True, timeout=60).stdout
        self.path = path
        magic, width, height, _ = ppm.split(maxsplit=4)[:4]
        assert magic == b"P6"
        self.width, self.height = int(width), int(height)
        self.data = ppm[len(ppm) - 3 * self.width * self.height:]

    def row(self, y):
        """One row of pixels as triples."""
        line = self.data[3 * self.width * y:3 * self.width * (y + 1)]
        return list(zip(line[0::3], line[1::3], line[2::3]))

    def ground(self):
        """The colour that most pixels have."""
        every = self.data[0::3], self.data[1::3], self.data[2::3]
        return Counter(zip(*(channel[::7] for channel in every))).most_common(1)[0][0]

    def is_dark(self):
        """True when the ground is darker than medium grey."""
        return sum(self.ground()) < 3 * 128


class Grid:
    """Which pixels belong to which cell."""

    def __init__(self, picture, columns, rows):
        """Reads a picture whose four corner cells are red and nothing else is; the rest may be frame and scroll bar."""
        self.columns, self.rows = columns, rows
        xs, ys = set(), []
        for y in range(picture.height):
            red = [x for x, (r, g, b) in enumerate(picture.row(y)) if r > g + 40 and r > b + 40]
            if red:
                ys.append(y)
                xs.update((red[0], red[-1]))
        if not ys:
            raise Unusable("the corners of the screen are not to be seen")
        self.left, self.top = min(xs), ys[0]
        self.cell_width, self.cell_height = (max(xs) + 1 - self.left) / columns, (ys[-1] + 1 - self.top) / rows
        if not 1.5 < self.cell_height / self.cell_width < 2.7:
            raise Unusable(f"cells of {self.cell_width:.1f}×{self.cell_height:.1f} pixels")

    def x(self, column):
        """The first pixel column of a column of cells."""
        return round(self.left + column * self.cell_width)

    def y(self, row):
        """The first pixel row of a row of cells."""
        return round(self.top + row * self.cell_height)


def dense_columns(picture, ground, box):
    """The pixel columns of a box (left, right, top, bottom) that are inked over nearly all of its height."""
    left, right, top, bottom = box
    counts = [0] * (right - left)
    for y in range(top, bottom):
        offset = 3 * picture.width * y
        for x in range(left, right):
            pixel = picture.data[offset + 3 * x:offset + 3 * x + 3]
            counts[x - left] += any(abs(a - b) > INK for a, b in zip(pixel, ground))
    return [left + x for x, count in enumerate(counts) if count >= FULL * (bottom - top)]


def runs(numbers):
    """Neighbouring numbers put together: (first, last) of each run."""
    found = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def line_in_cell(picture, grid, ground, place, sign):
    """The middle of the vertical line of `sign` in the cell `place` (column, row), in pixels; None where there is none."""
    column, row = place
    begin, end = VERTICAL[sign]
    top, height = grid.y(row), grid.y(row + 1) - grid.y(row)
    box = (grid.x(column), grid.x(column + 1), top + round(begin * height), top + round(end * height))
    width = box[1] - box[0]
    fits = [(a, b) for a, b in runs(dense_columns(picture, ground, box))
            if (b - a + 1 >= 0.6 * width if sign == "█" else b - a + 1 <= 0.6 * width)]
    middles = [(a + b) / 2 for a, b in fits]
    return min(middles, key=lambda x: abs(x - (box[0] + box[1] - 1) / 2), default=None)


def crooked_rows(picture, grid, signs):
    """The rows in which a border does not stand where it stands in the others.

    `signs` maps (column, row) to the sign of a border there. A border is straight where its line is found in its own
    cell, one pixel at most beside the place that it has in most rows.
    """
    ground, found = picture.ground(), {}
    for place, sign in signs.items():
        found.setdefault(place[0], {})[place[1]] = line_in_cell(picture, grid, ground, place, sign)
    off = set()
    for column, by_row in found.items():
        seen = [x for x in by_row.values() if x is not None]
        usual = statistics.median(seen) if seen else None
        off |= {row for row, x in by_row.items() if x is None or abs(x - usual) > 1}
    return sorted(off)


def stack(picture, grid, columns, rows, path):
    """Writes the cells of some rows, one below the other, as a picture of their own: dark on white, whatever the colours.

    How dark a pixel is, is its greatest difference from the ground in any channel: magenta on black is as good ink as white.
    """
    left, right = grid.x(columns[0]), grid.x(columns[1])
    parts = []
    for first, last in runs(rows):
        top, bottom = grid.y(first), grid.y(last + 1)
        parts += ["(", picture.path, "-alpha", "off", "-crop", f"{right - left}x{bottom - top}+{left}+{top}", "+repage", ")"]
    ground = "rgb({},{},{})".format(*picture.ground())
    subprocess.run(["convert", *parts, "-append", "(", "+clone", "-fill", ground, "-colorize", "100", ")",
                    "-compose", "difference", "-composite", "-separate", "-evaluate-sequence", "max", "-negate", path],
                   check=True, timeout=60)


def unlike(one, other, grid, rows):
    """How much two rows of cells, `rows` of two pictures, differ: part of the ink that the other has not, 0 to 1."""
    def ink(picture, row):
        ground = picture.ground()
        left, right = grid.x(0), grid.x(grid.columns)
        lines = [picture.row(y)[left:right] for y in range(grid.y(row), grid.y(row + 1))]
        return {(x, y) for y, line in enumerate(lines) for x, pixel in enumerate(line)
                if any(abs(a - b) > 60 for a, b in zip(pixel, ground))}
    first, second = ink(one, rows[0]), ink(other, rows[1])
    if not first:
        raise Unusable("the line is not to be seen")
    # Where a cell is no whole number of pixels high, rows may stand one pixel higher or lower.
    shifted = ({(x, y + by) for x, y in second} for by in (-1, 0, 1))
    return min(len(first ^ moved) / len(first | moved) for moved in shifted)
