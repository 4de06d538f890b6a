"""Train the fashion models and export them as ONNX.

    python train.py --data-dir DIR [--out DIR] [--only mlp cnn]

The data are the 60,000 training images of Fashion-MNIST, in DIR/fashion-mnist;
`deno task fetch fashion-mnist` brings them. An image's id is its index in the
file. Ids are ordered by the SHA-256 of the image's 784 bytes: the first 5,000
are the evaluation set, the next 5,000 the calibration pool, and the other
50,000 train. The last 5,000 of these choose the epoch that is kept; the
evaluation set only measures the exported file.
"""

import argparse
import gzip
import hashlib
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path.append(str(Path(__file__).resolve().parent.parent))
from training import ConvBn, Data, Recipe, Samples, chain, train_and_export

FOLDER = "fashion-mnist"
SIDE = 28
PIXELS = SIDE * SIDE
CLASSES = 10
EVALUATION = 5_000
POOL = 5_000
VALIDATION = 5_000


# --- data ---------------------------------------------------------------------


@dataclass(frozen=True)
class IdxFile:
    name: str
    header: int  # bytes before the values
    sha256: str  # of the unpacked bytes

    def read(self, folder: Path) -> np.ndarray:
        path = folder / FOLDER / self.name
        try:
            content = gzip.decompress(path.read_bytes())
        except FileNotFoundError:
            sys.exit(
                f"Cannot read {path}: the file must exist; type `deno task fetch {FOLDER}` "
                "or name the folder of data with --data-dir"
            )
        if (found := hashlib.sha256(content).hexdigest()) != self.sha256:
            sys.exit(
                f"Cannot use {path}: its content must have the SHA-256 {self.sha256}, "
                f"got {found}; type `deno task fetch {FOLDER}`"
            )
        return np.frombuffer(content, np.uint8, offset=self.header)


IMAGES = IdxFile(
    "train-images-idx3-ubyte.gz",
    header=16,
    sha256="c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
)
LABELS = IdxFile(
    "train-labels-idx1-ubyte.gz",
    header=8,
    sha256="bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
)


@dataclass(frozen=True)
class Fashion:
    images: np.ndarray  # uint8 [60000, 784]
    labels: np.ndarray  # int64 [60000]
    evaluation: list[int]  # ids in hash order
    pool: list[int]  # ids in hash order
    training: list[int]  # ids in hash order

    def samples(self, ids: list[int]) -> Samples:
        pixels = self.images[ids].reshape(-1, 1, SIDE, SIDE).astype(np.float32)
        return Samples(
            torch.from_numpy(pixels / np.float32(255)), torch.from_numpy(self.labels[ids])
        )


def load_fashion(folder: Path) -> Fashion:
    images = IMAGES.read(folder).reshape(-1, PIXELS)
    labels = LABELS.read(folder).astype(np.int64)

    hashes = [hashlib.sha256(image.tobytes()).hexdigest() for image in images]
    order = sorted(range(len(images)), key=lambda i: (hashes[i], i))
    evaluation = order[:EVALUATION]
    # Identical images are neighbours in this order: none may straddle the evaluation border.
    evaluated = {hashes[i] for i in evaluation}
    pool, training = (
        [i for i in ids if hashes[i] not in evaluated]
        for ids in (order[EVALUATION : EVALUATION + POOL], order[EVALUATION + POOL :])
    )
    return Fashion(images, labels, evaluation, pool, training)


def augment(images: Tensor, reach: int) -> Tensor:
    """Mirror half of the images, shift all by up to `reach` pixels each way."""
    n = len(images)
    mirrored = torch.where(torch.rand(n, 1, 1, 1) < 0.5, images.flip(3), images)
    padded = F.pad(mirrored, (reach, reach, reach, reach))
    rows, columns = torch.randint(2 * reach + 1, (2, n, 1)) + torch.arange(SIDE)
    image = torch.arange(n).reshape(n, 1, 1)
    return padded[image, 0, rows.unsqueeze(2), columns.unsqueeze(1)].unsqueeze(1)


# --- models -------------------------------------------------------------------


def mlp() -> nn.Module:
    return chain(
        flatten=nn.Flatten(),
        fc1=nn.Linear(PIXELS, 256),
        act1=nn.ReLU(),
        fc2=nn.Linear(256, 128),
        act2=nn.ReLU(),
        fc3=nn.Linear(128, CLASSES),
    )


def cnn() -> nn.Module:
    return chain(
        conv1=ConvBn(1, 16, 3, nn.ReLU()),
        pool1=nn.MaxPool2d(2),
        conv2=ConvBn(16, 32, 3, nn.ReLU()),
        conv3=ConvBn(32, 32, 3, nn.ReLU()),
        pool2=nn.MaxPool2d(2),
        conv4=ConvBn(32, 64, 3, nn.ReLU()),
        pool3=nn.AdaptiveAvgPool2d(1),
        flatten=nn.Flatten(),
        fc=nn.Linear(64, CLASSES),
    )


RECIPES = {
    "mlp": Recipe(mlp, partial(augment, reach=1), epochs=60, rate=2e-3, batch=128),
    "cnn": Recipe(cnn, partial(augment, reach=2), epochs=20, rate=8e-3, batch=128),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Train and export the fashion models.")
    parser.add_argument("--data-dir", type=Path, required=True, help=f"folder with {FOLDER}/")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "models")
    parser.add_argument("--only", nargs="+", choices=RECIPES, default=list(RECIPES))
    args = parser.parse_args()

    fashion = load_fashion(args.data_dir)
    for name, ids in (("evaluation", fashion.evaluation), ("pool", fashion.pool)):
        digest = hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()
        print(f"{name}: {len(ids):,} ids, sha256 {digest}")

    data = Data(
        training=fashion.samples(fashion.training[:-VALIDATION]),
        validation=fashion.samples(fashion.training[-VALIDATION:]),
        evaluation=fashion.samples(fashion.evaluation),
    )
    for name in args.only:
        train_and_export(name, RECIPES[name], data, args.out)


if __name__ == "__main__":
    main()
