"""Run by test/python/python.test.ts of Medoid, which makes a catalogue and says what Medoid itself reads from it."""

import json
import os
import pathlib
import shutil
import sqlite3
import tempfile
import unittest
import warnings
import zlib

import numpy as np
import pandas as pd

import medoid
from medoid import columns

FOLDER = os.environ.get("MEDOID_TEST_FOLDER")

try:
    import pyarrow  # noqa: F401
except ImportError:
    pyarrow = None


def texts(column):
    """A column's values; those that are missing as None, whichever way this version of pandas keeps them."""
    return [None if pd.isna(value) else value for value in column]


class Bytes(unittest.TestCase):
    """The encodings of docs/catalogue.md, byte by byte."""

    def test_varints_have_seven_bits_a_byte(self):
        self.assertEqual(columns.varints(bytes([0x05, 0xAC, 0x02]), 2), ([5, 300], 3))

    def test_codes(self):
        self.assertEqual(columns.codes(0, 3.0, 2).tolist(), [3, 3])
        self.assertEqual(columns.codes(1, bytes([2, 0, 1, 5]), 3).tolist(), [0, 0, 5])
        self.assertEqual(columns.codes(2, bytes([2, 3]), 2).tolist(), [2, 3])
        self.assertEqual(columns.codes(3, bytes([0x01, 0x02, 0, 0]), 2).tolist(), [513, 0])
        self.assertEqual(columns.codes(4, bytes([0, 0, 1, 0]), 1).tolist(), [65536])

    def test_deflated_codes(self):
        deflate = zlib.compressobj(wbits=-15)
        data = deflate.compress(bytes([2, 3, 2])) + deflate.flush()
        self.assertEqual(columns.codes(2 + 16, data, 3).tolist(), [2, 3, 2])

    def test_texts(self):
        # Absent, empty, two bytes in UTF-8.
        self.assertEqual(columns.texts(5, bytes([0, 1, 3]) + "é".encode(), 3), [None, "", "é"])
        # Digits: 1 . 5 and the rest of the last byte.
        self.assertEqual(columns.texts(6, bytes([4, 0xA1, 0x05]), 1), ["1.5"])


class Refused(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def catalogue(self, application, version):
        path = self.folder / "c.sqlite"
        with sqlite3.connect(path) as db:
            db.execute(f"PRAGMA application_id = {application}")
            db.execute(f"PRAGMA user_version = {version}")
            db.execute("CREATE TABLE meta(key, value)")
        db.close()
        return path

    def refused(self, path):
        with self.assertRaises(medoid.MedoidError) as caught:
            medoid.open(path)
        return str(caught.exception)

    def test_a_catalogue_of_another_version(self):
        self.assertIn("newer Medoid: it has version 99", self.refused(self.catalogue(0x4D45444F, 99)))
        os.remove(self.folder / "c.sqlite")
        self.assertIn("old Medoid: it has version 3", self.refused(self.catalogue(0x4D45444F, 3)))

    def test_what_is_none(self):
        self.assertIn("no catalogue of Medoid", self.refused(self.catalogue(0, 5)))
        other = self.folder / "other"
        other.write_text("a text that is long enough to be no header of SQLite")
        self.assertIn("cannot be read as a catalogue", self.refused(other))
        self.assertIn("does not exist", self.refused(self.folder / "none.sqlite"))
        self.assertFalse((self.folder / "none.sqlite").exists())

    def test_folders_of_another_version_or_not_complete(self):
        self.assertIn("no folder of medoid export catalogue", self.refused(self.folder))
        manifest = self.folder / "catalogue.json"
        for document, message in [
            ([], "of something else"),
            ({"schema": "medoid-tags"}, "of something else"),
            ({"schema": "medoid-catalogue", "schemaVersion": 2}, "newer Medoid: its tables have version 2"),
            ({"schema": "medoid-catalogue", "schemaVersion": 1, "complete": False}, "not complete"),
        ]:
            manifest.write_text(json.dumps(document))
            self.assertIn(message, self.refused(self.folder))


@unittest.skipIf(FOLDER is None, "MEDOID_TEST_FOLDER does not say where a catalogue lies")
class ACatalogue(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(FOLDER)
        cls.expected = json.loads((folder / "expected.json").read_text())
        cls.archive = medoid.open(folder / "c.sqlite")
        cls.addClassCleanup(cls.archive.close)

    def test_instances(self):
        frame = self.archive.instances
        self.assertEqual(frame["instance"].tolist(), self.expected["live"])
        self.assertEqual(frame["isImage"].sum(), self.expected["images"])

    def test_every_tag_is_what_medoid_reads(self):
        for name, values in self.expected["tags"].items():
            with self.subTest(name):
                self.assertEqual(texts(self.archive.tags(name)[name]), values)

    def test_runs_and_labels(self):
        self.assertEqual(self.archive.runs["run"].tolist(), [1])
        self.assertEqual(self.archive.runs["parameters"][0]["seed"], 1)
        self.assertEqual(self.archive.clusterings["k"].tolist(), [3])
        assigned = self.archive.assignments(1, 3)
        self.assertEqual(assigned["instance"].tolist(), self.expected["assigned"]["instances"])
        self.assertEqual(assigned["cluster"].tolist(), self.expected["assigned"]["clusters"])
        np.testing.assert_array_equal(assigned["distance"], np.float32(self.expected["assigned"]["distances"]))
        sample = self.archive.samples(1, 3)
        self.assertEqual(sample["instance"].tolist(), self.expected["sample"])
        self.assertEqual(self.archive.labels[["cluster", "label", "author"]].values.tolist(), [[0, "Head CT", "Ann"]])

    def test_vectors(self):
        instances, vectors = self.archive.vectors(1)
        self.assertEqual(vectors.shape, (self.expected["vectors"], self.expected["length"]))
        self.assertLessEqual(set(instances.tolist()), set(self.expected["live"]))
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
        self.assertEqual(self.archive.models["model"].tolist(), [1])
        self.assertEqual(len(self.archive.evaluations), 0)

    def test_corrected_values_are_told(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            self.archive.tags("Modality")
        self.assertIn("People corrected values", str(caught[0].message))

    def test_nothing_can_be_written(self):
        with self.assertRaises(sqlite3.OperationalError):
            self.archive._db.execute("DELETE FROM run")

    def test_what_is_not_there(self):
        for ask, message in [
            (lambda: self.archive.tags("Modalitee"), "no tag Modalitee"),
            (lambda: self.archive.assignments(7, 3), "medoid assign --run 7.3"),
            (lambda: self.archive.samples(1, 9), "no clustering 1.9"),
            (lambda: self.archive.vectors(9), "medoid vectors --model 9"),
        ]:
            with self.assertRaises(medoid.MedoidError) as caught:
                ask()
            self.assertIn(message, str(caught.exception))

    @unittest.skipIf(pyarrow is None, "pyarrow is not installed: Parquet is not read")
    def test_exported_tables(self):
        tables = medoid.open(pathlib.Path(FOLDER) / "tables")
        for name in tables.names:
            with self.subTest(name):
                described = tables.columns(name)
                frame = tables.table(name)
                self.assertEqual(list(frame.columns), described["name"].tolist())
        self.assertEqual(tables.instances["instance"].tolist(), self.expected["live"])
        self.assertEqual(texts(tables.tags("Modality")["Modality"]), self.expected["corrected"])
        one, other = tables.assignments(1, 3), self.archive.assignments(1, 3)
        self.assertEqual(one["cluster"].tolist(), other["cluster"].tolist())
        np.testing.assert_array_equal(one["distance"].to_numpy(), other["distance"].to_numpy())
        for mine, theirs in zip(tables.vectors(1), self.archive.vectors(1)):
            np.testing.assert_array_equal(mine, theirs)
        self.assertEqual(tables.labels[["cluster", "label", "author"]].values.tolist(), [[0, "Head CT", "Ann"]])


if __name__ == "__main__":
    unittest.main()
