"""How a catalogue stores values: docs/catalogue.md of Medoid, "Values". Bytes in, Python and NumPy out."""

import zlib

import numpy as np

CHUNK = 4096  # instances a row of the table `column`
ABSENT, EMPTY = 0, 1  # codes that stand for themselves; values have codes from 2 on
CONSTANT, RUNS, U8, U16, U32, PLAIN, DIGITS = range(7)
DEFLATED = 16  # added to an encoding whose bytes are deflated without a header (RFC 1951)
ALPHABET = "0123456789.-+\\eE"  # of DIGITS: four bits a character, the first in the lower half of a byte


def inflated(encoding, data):
    """The encoding without its flag, and the bytes as they were before deflating."""
    return encoding & 15, zlib.decompress(data, -15) if encoding & DEFLATED else data


def varints(data, count, at=0):
    """Read `count` varints: seven bits a byte, the lowest first. Returns them, and the position behind them."""
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
    """Texts of a dictionary or of a column with many distinct values: None absent, '' present but empty."""
    kind, data = inflated(encoding, data)
    lengths, at = varints(data, rows)  # 0 absent, 1 empty, else the number of bytes + 1
    body = data[at:]
    if kind == DIGITS:
        body = "".join(ALPHABET[byte & 15] + ALPHABET[byte >> 4] for byte in body).encode()
    found, at = [], 0
    for length in lengths:
        end = at + max(0, length - 1)
        found.append(body[at:end].decode() if length else None)
        at = end
    return found


def codes(encoding, data, rows):
    """Codes of the instances of a chunk, as an array."""
    if encoding == CONSTANT:
        return np.full(rows, int(data), dtype=np.uint32)  # Medoid stores some whole numbers as REAL
    kind, data = inflated(encoding, data)
    if kind == RUNS:
        lengths, values, done, at = [], [], 0, 0
        while done < rows:
            (length, value), at = varints(data, 2, at)
            lengths.append(length)
            values.append(value)
            done += length
        return np.repeat(np.array(values, dtype=np.uint32), lengths)
    width = {U8: "<u1", U16: "<u2", U32: "<u4"}[kind]
    return np.frombuffer(data, dtype=width, count=rows).astype(np.uint32)
