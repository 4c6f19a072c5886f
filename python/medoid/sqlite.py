"""A catalogue as Medoid keeps it: one SQLite file, read with Python's own library."""

import json
import os
import sqlite3
import urllib.parse
import warnings

import numpy as np
import pandas as pd

from .columns import ABSENT, CHUNK, DIGITS, EMPTY, PLAIN, codes, texts
from .errors import MedoidError

APPLICATION_ID = 0x4D45444F  # "MEDO"
NEWEST = 14  # the newest version of the schema that this package knows
OLDEST = 7  # of 0.2.0: names have authors from then on
UNASSIGNED = 65535
UIDS = ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]


class Catalogue:
    """A catalogue, opened read-only. Values are as they are in the files: `medoid export catalogue` writes them as people corrected them."""

    def __init__(self, path):
        if not os.path.isfile(path):
            raise MedoidError(f"{path} does not exist. Give a catalogue, or the folder of medoid export catalogue.")
        self.path = os.path.abspath(path)
        uri = f"file:{urllib.parse.quote(self.path)}?mode=ro"
        try:
            self._db = sqlite3.connect(uri, uri=True)
            application = self._db.execute("PRAGMA application_id").fetchone()[0]
            self.version = self._db.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise MedoidError(f"{path} cannot be read as a catalogue: {error}.") from error
        if application != APPLICATION_ID:
            self.close()
            raise MedoidError(f"{path} is a SQLite file, but no catalogue of Medoid.")
        if self.version > NEWEST:
            self.close()
            raise MedoidError(
                f"{path} was written by a newer Medoid: it has version {self.version}, and this package knows {NEWEST}. "
                "Install the package of that version, or use the folder that medoid export catalogue writes."
            )
        if self.version < OLDEST:
            self.close()
            raise MedoidError(
                f"{path} was written by an old Medoid: it has version {self.version}, and this package needs {OLDEST}. "
                "Open it with a newer Medoid once, which brings it up to date."
            )

    def close(self):
        self._db.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __repr__(self):
        return f"medoid.Catalogue({self.path!r})"

    def _frame(self, query, parameters=()):
        return pd.read_sql_query(query, self._db, params=parameters)

    # Instances and their tags

    @property
    def _total(self):
        row = self._db.execute("SELECT value FROM meta WHERE key = 'instances'").fetchone()
        return 0 if row is None else int(row[0])

    @property
    def _live(self):
        """Whether each instance is live, by id."""
        live = np.ones(self._total, dtype=bool)
        for chunk, bits in self._db.execute("SELECT chunk, bits FROM live"):
            flags = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), bitorder="little").astype(bool)
            part = live[chunk * CHUNK : (chunk + 1) * CHUNK]
            part[:] = flags[: len(part)]
        return live

    @property
    def attributes(self):
        """The tags of the archive: tag, path, keyword, creator of private ones, and value representation."""
        return self._frame("SELECT id, tag, path, keyword, private_creator, vr FROM tag ORDER BY tag, path")

    def _tag(self, name):
        """The id of a tag by its keyword, its path, or (gggg,eeee)."""
        found = self._db.execute(
            "SELECT id, path, private_creator FROM tag WHERE (path = '' AND ? IN (keyword, tag)) OR (path <> '' AND path = ?)"
            " ORDER BY id",
            (name, name),
        ).fetchall()
        if not found:
            raise MedoidError(f"The catalogue has no tag {name}. `attributes` lists those that there are.")
        if len(found) > 1:
            raise MedoidError(f"Several tags of the catalogue are called {name}.")
        return found[0][0]

    def _column(self, name):
        """Texts by instance, as an array of objects: None absent, '' present but empty."""
        tag = self._tag(name)
        known = {ABSENT: None, EMPTY: ""}
        for first, count, encoding, data in self._db.execute(
            "SELECT first, count, encoding, texts FROM value WHERE tag = ? ORDER BY first", (tag,)
        ):
            known.update(enumerate(texts(encoding, data, count), first))
        dictionary = np.empty(max(known) + 1, dtype=object)
        for code, text in known.items():
            dictionary[code] = text
        total = self._total
        values = np.full(total, None, dtype=object)
        for chunk, encoding, data in self._db.execute("SELECT chunk, encoding, data FROM column WHERE tag = ?", (tag,)):
            rows = min(CHUNK, total - chunk * CHUNK)
            if rows <= 0:
                continue  # Written since the number of instances was read.
            if encoding & 15 in (PLAIN, DIGITS):
                values[chunk * CHUNK : chunk * CHUNK + rows] = texts(encoding, data, rows)
            else:
                values[chunk * CHUNK : chunk * CHUNK + rows] = dictionary[codes(encoding, data, rows)]
        return values

    @property
    def instances(self):
        """One row an instance: its UIDs, and whether it is an image (Rows has a value)."""
        live = np.flatnonzero(self._live)
        frame = pd.DataFrame({"instance": live})
        for name in UIDS:
            frame[name] = self._column(name)[live] if self._has(name) else None
        rows = self._column("Rows")[live] if self._has("Rows") else np.full(len(live), None)
        frame["isImage"] = np.array([value not in (None, "") for value in rows], dtype=bool)
        return frame

    def _has(self, name):
        return self._db.execute("SELECT 1 FROM tag WHERE keyword = ? AND path = ''", (name,)).fetchone() is not None

    def tags(self, *names):
        """The values of some tags as texts, one row an instance, as the files have them. Missing and empty values are
        NA to pandas: None, or NaN from pandas 3 on.

        Several values are separated by a backslash, as in DICOM.
        """
        if self.version >= 12 and self._db.execute("SELECT 1 FROM correction LIMIT 1").fetchone() is not None:
            warnings.warn(
                "People corrected values in this catalogue. These are those of the files: medoid export catalogue has the others.",
                stacklevel=2,
            )
        live = np.flatnonzero(self._live)
        columns = {name: [text or None for text in self._column(name)[live]] for name in names}
        return pd.DataFrame({"instance": live, **columns})

    # Runs and what was made of them

    @property
    def runs(self):
        """Runs that are not removed. `parameters` are as Medoid stored them, as dictionaries."""
        frame = self._frame(
            "SELECT run.id AS run, note.name AS name, created, program, parameters FROM run"
            " LEFT JOIN run_note AS note ON note.run = run.id WHERE coalesce(note.removed, 0) = 0 ORDER BY run.id"
        )
        frame["parameters"] = [json.loads(text) for text in frame["parameters"]]
        return frame

    @property
    def clusterings(self):
        """One row a run and K, as the method made it, unless people changed its clusters."""
        return self._frame(
            "SELECT clustering.run, clustering.k, coalesce(edited.loss, clustering.loss) AS loss,"
            " CASE WHEN edited.run IS NULL THEN clustering.silhouette ELSE edited.silhouette END AS silhouette,"
            " edited.run IS NOT NULL AS changed FROM clustering LEFT JOIN edited USING(run, k)"
            " WHERE clustering.run NOT IN (SELECT run FROM run_note WHERE removed = 1) ORDER BY clustering.run, clustering.k"
        ).astype({"changed": bool})

    def assignments(self, run, k):
        """Cluster and distance √(1 − S) to its medoid of each assigned instance, as people left the clusters."""
        changed = self._db.execute("SELECT 1 FROM edited WHERE run = ? AND k = ?", (run, k)).fetchone()
        table = "assignment" if changed is None else "edited_chunk"
        live = self._live
        parts = []
        for chunk, clusters, distances in self._db.execute(
            f"SELECT chunk, clusters, distances FROM {table} WHERE run = ? AND k = ? ORDER BY chunk", (run, k)
        ):
            clusters = np.frombuffer(clusters, dtype="<u2")
            rows = np.flatnonzero(clusters != UNASSIGNED)
            rows = rows[chunk * CHUNK + rows < len(live)]
            rows = rows[live[chunk * CHUNK + rows]]
            parts.append((chunk * CHUNK + rows, clusters[rows], np.frombuffer(distances, dtype="<f4")[rows]))
        if not parts:
            raise MedoidError(f"No images are assigned to clustering {run}.{k}: medoid assign --run {run}.{k}")
        instance, cluster, distance = (np.concatenate(each) for each in zip(*parts))
        return pd.DataFrame({"instance": instance, "cluster": cluster.astype(np.int32), "distance": distance})

    def samples(self, run, k):
        """Cluster and silhouette of each image of the sample of a run; the cluster of a rejected image is missing."""
        row = self._db.execute("SELECT sample FROM run WHERE id = ?", (run,)).fetchone()
        found = self._db.execute(
            "SELECT coalesce(edited.labels, clustering.labels), coalesce(edited.silhouettes, clustering.silhouettes)"
            " FROM clustering LEFT JOIN edited USING(run, k) WHERE clustering.run = ? AND clustering.k = ?",
            (run, k),
        ).fetchone()
        if row is None or found is None:
            raise MedoidError(f"There is no clustering {run}.{k}. `clusterings` lists those that there are.")
        cluster = pd.array(np.frombuffer(found[0], dtype="<u2").astype("int64"), dtype="Int64")
        cluster[cluster == UNASSIGNED] = pd.NA
        silhouette = np.frombuffer(found[1], dtype="<f4")
        return pd.DataFrame(
            {"instance": np.frombuffer(row[0], dtype="<u4"), "cluster": cluster, "silhouette": silhouette}
        )

    @property
    def labels(self):
        """The names that count: the latest of each cluster in each naming ('' is the one that everybody shares)."""
        return self._frame(
            "SELECT run, k, cluster, naming, label, code, scheme, meaning, author, created FROM annotation AS a"
            " WHERE label <> '' AND id = (SELECT max(id) FROM annotation AS b"
            " WHERE (b.run, b.k, b.cluster, b.naming) = (a.run, a.k, a.cluster, a.naming))"
            " AND run NOT IN (SELECT run FROM run_note WHERE removed = 1) ORDER BY run, k, cluster, naming"
        )

    # Autoencoders

    @property
    def models(self):
        """Autoencoders; `report` says what they learnt from and how well, as a dictionary."""
        frame = self._frame("SELECT id AS model, created, program, report FROM model ORDER BY id")
        frame["report"] = [json.loads(text) for text in frame["report"]]
        return frame

    @property
    def evaluations(self):
        """Evaluations; `result` has all their figures, as a dictionary."""
        frame = self._frame("SELECT id AS evaluation, created, program, run, k, model, result FROM evaluation ORDER BY id")
        frame["result"] = [json.loads(text) for text in frame["result"]]
        return frame

    def vectors(self, model):
        """The vectors of a model that are stored beside the catalogue (medoid vectors), of unit length.

        Returns the instances (n,), ascending, and their vectors (n, values) as 32-bit floats.
        """
        file = f"{self.path}.vectors-{int(model)}"
        if not os.path.isfile(file):
            raise MedoidError(f"No vectors of model {model} are stored beside the catalogue: medoid vectors --model {model}")
        live = self._live
        store = sqlite3.connect(f"file:{urllib.parse.quote(file)}?mode=ro", uri=True)
        try:
            ids = [
                instance
                for (instance,) in store.execute("SELECT instance FROM vector WHERE bytes IS NOT NULL ORDER BY instance")
                if instance < len(live) and live[instance]
            ]
            vectors = None
            for row, instance in enumerate(ids):
                (data,) = store.execute("SELECT bytes FROM vector WHERE instance = ?", (instance,)).fetchone()
                if vectors is None:
                    vectors = np.empty((len(ids), len(data) // 2), dtype=np.float32)
                vectors[row] = np.frombuffer(data, dtype="<f2")
        finally:
            store.close()
        return np.array(ids, dtype=np.int64), np.empty((0, 0), np.float32) if vectors is None else vectors
