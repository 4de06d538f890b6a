"""Cases of softmax, mean and pad."""

import numpy as np
from tflite_cases import codes, parameters, rng, run, zero_point
from tflite_model import OPERATOR, Operand, made
from tflite_rounding import f32


def softmax():
    for length in (2, 10, 37, 256):
        for rows in (1, 3):
            x = parameters(-12, 3.9)
            run(
                OPERATOR.SOFTMAX,
                {"kind": "softmax"},
                [Operand(codes(rows, length), x)],
                Operand(of=(1 / 256, -128), shape=[rows, length], dtype="int8"),
                made("SoftmaxOptions", beta=1.0),
            )


def mean():
    plans = [
        # shape, axes, keep dimensions, ratio of scales
        ((1, 5, 4, 7), [1, 2], True, None),
        ((1, 8, 8, 16), [1, 2], False, None),
        ((1, 25, 5, 9), [1, 2], True, None),
        ((2, 3, 50), [1], False, None),
        ((2, 9, 40), [2], True, None),
        ((1, 6, 5, 4), [1, 2, 3], False, None),
        ((1, 2, 1, 200), [1, 2], True, 1.0),  # halves
        ((1, 2, 2, 200), [1, 2], True, 1.0),
        ((1, 3, 1, 200), [1], True, 0.5),
        ((1, 7, 7, 64), [1, 2], False, None),
    ]
    for shape, axes, keep, ratio in plans:
        x = parameters(-8, 2)
        y = (f32(x[0] * (ratio or 2 ** rng.uniform(-4, 1))), zero_point() if ratio is None else x[1])
        kept = [1 if i in axes else n for i, n in enumerate(shape)]
        out = kept if keep else [n for i, n in enumerate(shape) if i not in axes]
        run(
            OPERATOR.MEAN,
            {"kind": "mean", "axes": axes, "keepDims": keep},
            [Operand(codes(*shape), x)],
            Operand(of=y, shape=out, dtype="int8"),
            made("ReducerOptions", keepDims=keep),
            [Operand(np.array(axes, np.int32), constant=True)],
        )


def pad():
    for shape, pads in (((1, 3, 4, 5), [(0, 0), (1, 2), (3, 0), (0, 0)]), ((2, 7), [(0, 0), (2, 1)])):
        x = parameters()
        run(
            OPERATOR.PAD,
            {"kind": "pad", "before": [a for a, _ in pads], "after": [b for _, b in pads], "value": 0},
            [Operand(codes(*shape), x)],
            Operand(of=x, shape=[n + a + b for n, (a, b) in zip(shape, pads)], dtype="int8"),
            made("PadOptions"),
            [Operand(np.array(pads, np.int32), constant=True)],
        )
