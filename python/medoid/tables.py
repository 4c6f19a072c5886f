"""The folder that `medoid export catalogue` writes: Parquet tables, and a catalogue.json that describes them."""

import json
import os

import numpy as np
import pandas as pd

from .errors import MedoidError

NEWEST = 1  # the newest version of catalogue.json that this package knows


class Tables:
    """Exported tables. Values are as people corrected them; tags that may tell of a person are not there."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        try:
            with open(os.path.join(self.path, "catalogue.json"), encoding="utf-8") as file:
                self.manifest = json.load(file)
        except (OSError, ValueError) as error:
            raise MedoidError(f"{path} is no folder of medoid export catalogue: {error}") from error
        if not isinstance(self.manifest, dict) or self.manifest.get("schema") != "medoid-catalogue":
            raise MedoidError(f"{path} is no folder of medoid export catalogue: catalogue.json is of something else.")
        version = self.manifest.get("schemaVersion")
        if not isinstance(version, int) or version > NEWEST:
            raise MedoidError(
                f"{path} was written by a newer Medoid: its tables have version {version}, and this package knows {NEWEST}. "
                "Install the package of that version."
            )
        if not self.manifest.get("complete"):
            raise MedoidError(f"{path} is not complete: run medoid export catalogue again.")
        self._files = {each["table"]: each["name"] for each in self.manifest["files"]}

    def __repr__(self):
        return f"medoid.Tables({self.path!r})"

    @property
    def names(self):
        """The tables that there are."""
        return list(self._files)

    def columns(self, table):
        """What each column of a table is: its name, its type, and a sentence about its values."""
        self._file(table)
        return pd.DataFrame(next(each["columns"] for each in self.manifest["files"] if each["table"] == table))

    def table(self, name, columns=None, **options):
        """A table as a DataFrame. `columns` and `options` are those of `pandas.read_parquet`."""
        return pd.read_parquet(self._file(name), columns=columns, **options)

    def _file(self, name):
        if name not in self._files:
            raise MedoidError(f"There is no table {name}. There are {', '.join(self._files)}.")
        # The manifest may come from anybody: nothing outside of the folder is read.
        return os.path.join(self.path, os.path.basename(self._files[name]))

    def tags(self, *names):
        """The values of some tags, or of all, one row an instance."""
        return self.table("tags", ["instance", *names] if names else None)

    def _of(self, name, run, k):
        return self.table(name, filters=[("run", "==", run), ("k", "==", k)]).drop(columns=["run", "k"])

    def assignments(self, run, k):
        """Cluster and distance √(1 − S) to its medoid of each assigned instance."""
        return self._of("assignments", run, k)

    def samples(self, run, k):
        """Cluster and silhouette of each image of the sample of a run."""
        return self._of("samples", run, k)

    def vectors(self, model):
        """Returns the instances (n,), ascending, and their vectors (n, values) as 32-bit floats."""
        frame = self.table(f"vectors-{int(model)}", ["instance", "vector"])
        vectors = np.stack(frame["vector"]).astype(np.float32) if len(frame) else np.empty((0, 0), np.float32)
        return frame["instance"].to_numpy().astype(np.int64), vectors

    @property
    def labels(self):
        """The names that count: the latest of each cluster in each naming."""
        latest = self.table("labels").sort_values("entry").groupby(["run", "k", "cluster", "naming"]).tail(1)
        return latest[latest["label"] != ""].drop(columns="entry").reset_index(drop=True)


def _property(name):
    return property(lambda self: self.table(name), doc=f"The table `{name}`; `columns({name!r})` describes it.")


for _name in ("instances", "attributes", "runs", "features", "clusterings", "clusters", "corrections", "models", "evaluations"):
    setattr(Tables, _name, _property(_name))
