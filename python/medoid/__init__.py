"""Read what Medoid knows of a DICOM archive as pandas DataFrames.

    import medoid

    archive = medoid.open("catalogue.sqlite")   # or the folder of `medoid export catalogue`
    archive.tags("Modality", "KVP")

Nothing is ever written: a catalogue is opened read-only, also while Medoid writes to it.
"""

import os

from .errors import MedoidError
from .sqlite import Catalogue
from .tables import Tables

__all__ = ["Catalogue", "MedoidError", "Tables", "open"]


def open(path):
    """Open a catalogue (a SQLite file), or the folder that `medoid export catalogue` wrote.

    Raises MedoidError where it is neither, is damaged, or was written by a newer version.
    """
    path = os.fspath(path)
    return Tables(path) if os.path.isdir(path) else Catalogue(path)
