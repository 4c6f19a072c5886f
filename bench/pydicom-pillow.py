"""
The peer of bench/dataset.ts: pydicom, NumPy and Pillow on all cores.

    python3 bench/pydicom-pillow.py FOLDER OUT SIDE
"""

import os
import sys
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image

FOLDER, OUT, SIDE = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
CENTER, WIDTH = 40, 400


def make(path):
    image = pydicom.dcmread(path)
    values = image.pixel_array * float(image.RescaleSlope) + float(image.RescaleIntercept)
    shades = np.clip((values - (CENTER - 0.5)) / (WIDTH - 1) + 0.5, 0, 1) * 255 + 0.5
    picture = Image.fromarray(shades.astype(np.uint8)).resize((SIDE, SIDE), Image.BOX)
    picture.save(OUT / f"{path.name}.png")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    with Pool(len(os.sched_getaffinity(0))) as pool:
        pool.map(make, sorted(FOLDER.iterdir()), chunksize=16)
