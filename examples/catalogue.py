"""Counts the values of one tag of a catalogue, with nothing but Python's own library.

    python catalogue.py CATALOGUE KEYWORD

docs/catalogue.md describes the tables and encodings. A catalogue is read here as it is; only Medoid may write to it.
"""

import collections
import sqlite3
import sys
import zlib

CHUNK = 4096  # instances a row of the table `column`
ABSENT, EMPTY = 0, 1  # codes that stand for themselves; values have codes from 2 on
CONSTANT, RUNS, U8, U16, U32, PLAIN, DIGITS = range(7)
DEFLATED = 16  # added to an encoding whose bytes are raw-deflated
ALPHABET = "0123456789.-+\\eE"  # of DIGITS: four bits a character, the first in the lower half of a byte


def varints(data, count, at=0):
    """Reads `count` varints. Returns them and the position behind them."""
    numbers = []
    for _ in range(count):
        number = shift = 0
        while True:
            byte = data[at]
            at += 1
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        numbers.append(number)
    return numbers, at


def texts(encoding, data, rows):
    """Texts of a dictionary or of a high-cardinality column: None absent, '' present but empty."""
    if encoding & DEFLATED:
        data = zlib.decompress(data, -15)
    lengths, at = varints(data, rows)  # 0 absent, 1 empty, else the number of bytes + 1
    body = data[at:]
    if encoding & 15 == DIGITS:
        body = "".join(ALPHABET[byte & 15] + ALPHABET[byte >> 4] for byte in body).encode()
    found, at = [], 0
    for length in lengths:
        end = at + max(0, length - 1)
        found.append(body[at:end].decode() if length else None)
        at = end
    return found


def codes(encoding, data, rows):
    """Codes of a chunk, one for each instance."""
    if encoding == CONSTANT:
        return [int(data)] * rows  # Medoid stores some whole numbers as REAL
    if encoding & DEFLATED:
        data = zlib.decompress(data, -15)
    kind = encoding & 15
    if kind == RUNS:
        found, at = [], 0
        while len(found) < rows:
            (length, code), at = varints(data, 2, at)
            found += [code] * length
        return found
    width = {U8: 1, U16: 2, U32: 4}[kind]
    return [int.from_bytes(data[i : i + width], "little") for i in range(0, rows * width, width)]


def column(db, keyword):
    """Yields (instance, value) of the live instances: None absent, '' present but empty."""
    tag = db.execute("SELECT id FROM tag WHERE keyword = ? AND path = ''", (keyword,)).fetchone()
    if tag is None:
        sys.exit(f"The catalogue has no tag {keyword}.")
    dictionary = {ABSENT: None, EMPTY: ""}
    for first, count, encoding, data in db.execute("SELECT first, count, encoding, texts FROM value WHERE tag = ?", tag):
        dictionary.update(enumerate(texts(encoding, data, count), first))
    live = dict(db.execute("SELECT chunk, bits FROM live"))
    (total,) = db.execute("SELECT value FROM meta WHERE key = 'instances'").fetchone()
    rows = dict((chunk, rest) for chunk, *rest in db.execute("SELECT chunk, encoding, data FROM column WHERE tag = ?", tag))
    for chunk in range(-(-int(total) // CHUNK)):
        size = min(CHUNK, int(total) - chunk * CHUNK)
        if chunk not in rows:
            values = [None] * size
        elif rows[chunk][0] & 15 in (PLAIN, DIGITS):
            values = texts(*rows[chunk], size)
        else:
            values = [dictionary[code] for code in codes(*rows[chunk], size)]
        for row, value in enumerate(values):
            if chunk not in live or live[chunk][row >> 3] >> (row & 7) & 1:
                yield chunk * CHUNK + row, value


if __name__ == "__main__":
    file, keyword = sys.argv[1:]
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        counts = collections.Counter(value for _, value in column(database, keyword) if value)
    for value, count in counts.most_common(20):
        print(count, value, sep="\t")
