"""Writes golden.json: files as NumPy and Pillow write them, base64, and the first pixels they decode to.

    python3 -m pip install numpy==2.4.6 pillow==13.0.0
    python3 tests/data/files/golden.py && deno fmt tests/data/files/golden.json
"""

import base64
import io
import json
import pathlib

import numpy as np
from PIL import Image


def npy(array, version):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return base64.b64encode(file.getvalue()).decode()


def npz(save):
    file = io.BytesIO()
    save(file, x=np.arange(6, dtype=np.uint8).reshape(2, 3), y=np.array([1, 0]))
    return base64.b64encode(file.getvalue()).decode()


def jpeg(image, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", optimize=True, quality=90, **options)
    pixels = np.asarray(Image.open(io.BytesIO(file.getvalue()))).reshape(-1)
    return {"file": base64.b64encode(file.getvalue()).decode(), "pixels": pixels.tolist()}


floats = np.array([[1.5, -2.0, 0.25], [3.0, 1e-3, -7.0]])
y, x = np.mgrid[0:8, 0:16]
gray = Image.fromarray((x * 10 + y * 10).astype(np.uint8))
rgb = Image.fromarray(np.stack([x * 15, y * 30, (x + y) * 10], -1).astype(np.uint8))
golden = {
    "npy": {
        "version1_float64": npy(floats, (1, 0)),
        "version2_int16": npy(np.array([[-300, 2, 0], [4, 32767, 1]], np.int16), (2, 0)),
        "version3_float32": npy(floats.astype(np.float32), (3, 0)),
    },
    "npz": {"stored": npz(np.savez), "deflated": npz(np.savez_compressed)},
    "jpeg": {
        "gray": jpeg(gray),
        "rgb": jpeg(rgb, subsampling=0),
        "progressive": jpeg(rgb, subsampling=0, progressive=True),
        "halved": jpeg(rgb, subsampling=2),
        "cmyk": jpeg(rgb.convert("CMYK")),
    },
}
path = pathlib.Path(__file__).with_name("golden.json")
path.write_text(json.dumps(golden) + "\n")
