"""Write golden.json: every shift at every severity on small samples of every domain.

    python golden.py > golden.json        needs numpy, scipy, scikit-image

`images` are bytes; `samples` have other forms, with the ladders that are not the defaults.

Nothing here is shared with the TypeScript code: the generator and its seeding are written again from
their papers, quantiles come from SciPy, HSV and the blur from scikit-image.
"""

import json

import numpy as np
from scipy.special import ndtri
from scipy.stats import poisson
from skimage.color import hsv2rgb, rgb2hsv
from skimage.filters import gaussian

M32, M64 = 2**32 - 1, 2**64 - 1
SEED = 7
IMAGES = {
    "gray": {"id": 3, "shape": [4, 5, 1]},
    "colour": {"id": 11, "shape": [3, 4, 3]},
}
LADDERS = {
    "brighten": [0.05, 0.1, 0.15, 0.2, 0.3],
    "darken": [0.05, 0.1, 0.15, 0.2, 0.3],
    "contrast": [0.75, 0.5, 0.4, 0.3, 0.15],
    "gaussian-noise": [0.04, 0.06, 0.08, 0.09, 0.1],
    "shot-noise": [500, 250, 100, 75, 50],
    "impulse-noise": [0.01, 0.02, 0.03, 0.05, 0.07],
    "blur": [0.4, 0.6, 0.7, 0.8, 1],
    "gain": [1.25, 1.5, 2, 3, 4],
}
GAIN = LADDERS["gain"]
NOISE = [24, 18, 12, 6, 0]
BYTES = {"white": 255, "step": 1}


def audio(offset: list[float]) -> dict[str, list[float]]:
    return {"gain": GAIN, "offset": offset, "noise": NOISE}


def vector(offset: list[float]) -> dict[str, list[float]]:
    return {"offset": offset, "scale": GAIN, "noise": NOISE}


# name: form, ladders, and the raw values made from a random generator
SAMPLES = {
    "float colours": (
        {"domain": "image", "shape": [5, 3, 3], "white": 1, "step": 0},
        LADDERS,
        lambda rng: rng.random((5, 3, 3)),
    ),
    "ten-bit gray": (
        {"domain": "image", "shape": [3, 7, 1], "white": 1023, "step": 1},
        LADDERS,
        lambda rng: rng.integers(0, 1024, (3, 7, 1)),
    ),
    "log-mel": (
        {"domain": "audio", "shape": [11, 5, 1], "white": 1, "step": 0},
        audio([1.5, 3, 6, 12, -6]),
        lambda rng: rng.normal(-40, 12, (11, 5, 1)),
    ),
    "codes of MFCC": (
        {"domain": "audio", "shape": [7, 2], "white": 1, "step": 0.5847},
        audio([0.5, 1, 2, 4, 8]),
        lambda rng: rng.integers(-128, 128, (7, 2)) * 0.5847,
    ),
    "sensors": (
        {"domain": "vector", "shape": [13], "white": 1, "step": 0},
        vector([-0.1, -0.2, 0.3, 1e3, 1e-3]),
        lambda rng: rng.normal(0, 1, 13) * 10.0 ** rng.integers(-3, 4, 13),
    ),
    "counts": (
        {"domain": "vector", "shape": [3], "white": 1, "step": 1},
        vector([1, 2, 3, 4, 5]),
        lambda rng: rng.integers(0, 4096, 3),
    ),
    "one value": (
        {"domain": "vector", "shape": [1], "white": 1, "step": 1},
        vector([1, 2, 3, 4, 5]),
        lambda rng: np.array([17]),
    ),
}


def rotl(x: int, n: int, bits: int) -> int:
    return ((x << n) | (x >> (bits - n))) & (2**bits - 1)


def murmur3(data: bytes, seed: int) -> int:
    def mix(word: int) -> int:
        return rotl(word * 0xCC9E2D51 & M32, 15, 32) * 0x1B873593 & M32

    h, whole = seed, len(data) & ~3
    for at in range(0, whole, 4):
        h = rotl(h ^ mix(int.from_bytes(data[at : at + 4], "little")), 13, 32) * 5 + 0xE6546B64 & M32
    h ^= mix(int.from_bytes(data[whole:], "little")) ^ len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & M32
    h = (h ^ h >> 13) * 0xC2B2AE35 & M32
    return h ^ h >> 16


class Stream:
    """xoroshiro128+ (24, 16, 37), seeded by the hash of the key; gives the low 32 bits."""

    def __init__(self, *key: int | str) -> None:
        text = json.dumps(key, separators=(",", ":")).encode()
        a, b, c, d = (murmur3(text, lane) for lane in range(4))
        self.s0, self.s1 = a << 32 | b, c << 32 | d

    def next(self) -> int:
        out = (self.s0 + self.s1) & M64
        s1 = self.s1 ^ self.s0
        self.s0 = rotl(self.s0, 24, 64) ^ s1 ^ (s1 << 16 & M64)
        self.s1 = rotl(s1, 37, 64)
        return out & M32

    def uniform(self) -> float:
        high = self.next() & (2**26 - 1)
        return (high * 2**27 + (self.next() & (2**27 - 1))) / 2**53

    def uniforms(self, shape: tuple[int, ...]) -> np.ndarray:
        return np.array([self.uniform() for _ in range(int(np.prod(shape)))]).reshape(shape)


def add_value(x: np.ndarray, amount: float) -> np.ndarray:
    if x.shape[-1] == 1:
        return x + amount
    hsv = rgb2hsv(x)
    hsv[..., 2] = np.clip(hsv[..., 2] + amount, 0, 1)
    return hsv2rgb(hsv)


def impulse(x: np.ndarray, stream: Stream, amount: float) -> np.ndarray:
    pairs = stream.uniforms((*x.shape, 2))
    return np.where(pairs[..., 0] < amount, (pairs[..., 1] < 0.5).astype(float), x)


def shifted(raw: np.ndarray, name: str, c: float, sample: int, form: dict) -> np.ndarray:
    stream = Stream(SEED, "shift", name, sample)
    raw = raw.astype(float)
    x = raw / form["white"]
    match name:
        case "brighten":
            y = add_value(x, c)
        case "darken":
            y = add_value(x, -c)
        case "contrast":
            mean = x.mean(axis=(0, 1))
            y = (x - mean) * c + mean
        case "gaussian-noise":
            y = x + c * ndtri(stream.uniforms(x.shape))
        case "shot-noise":
            y = poisson.ppf(stream.uniforms(x.shape), x * c) / c
        case "impulse-noise":
            y = impulse(x, stream, c)
        case "blur":
            y = gaussian(x, sigma=c, channel_axis=-1)
        case "gain" | "scale":
            dither = (stream.uniforms(x.shape) - 0.5) * form["step"]
            return ((raw + dither) * c).astype(np.float32)
        case "offset":
            return (raw + c).astype(np.float32)
        case "noise":
            sigma = raw.std() * 10.0 ** (-c / 20)
            return (raw + sigma * ndtri(stream.uniforms(x.shape))).astype(np.float32)
    levels = np.floor(255 * np.clip(y, 0, 1) + 0.5 + 1e-9)
    return (levels * form["white"] / 255).astype(np.float32)


def text(values: np.ndarray) -> str:
    """The values on one line, each in its shortest form."""
    return " ".join(f"{value:.9g}" for value in values.ravel())


def main() -> None:
    rng = np.random.default_rng(SEED)
    images = []
    for name, image in IMAGES.items():
        raw = rng.integers(0, 256, image["shape"])
        raw[0, 0], raw[0, 1], raw[1, 0] = 0, 255, raw[1, 1]
        images.append({
            "name": name,
            **image,
            "pixels": text(raw),
            "shifted": {
                shift: [text(shifted(raw, shift, c, image["id"], BYTES)) for c in ladder]
                for shift, ladder in LADDERS.items()
            },
        })
    samples = []
    for sample, (name, (form, ladders, make)) in enumerate(SAMPLES.items()):
        raw = make(rng).astype(np.float32)
        samples.append({
            "name": name,
            "id": sample,
            "form": form,
            **({"offset": ladders["offset"]} if "offset" in ladders else {}),
            "values": text(raw),
            "shifted": {
                shift: [text(shifted(raw, shift, c, sample, form)) for c in ladder]
                for shift, ladder in ladders.items()
            },
        })
    print(json.dumps({"seed": SEED, "images": images, "samples": samples}, indent=2))


if __name__ == "__main__":
    main()
