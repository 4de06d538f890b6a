"""Cases of the operators with weights, and of pooling."""

import numpy as np
from tensorflow.lite.python import schema_py_generated as schema
from tflite_cases import CLAMPS, codes, parameters, rng, run, scale, zero_point
from tflite_model import OPERATOR, Operand, made
from tflite_rounding import f32, near_ties


def biases(sums, reals, zero):
    """Biases that bring the accumulator of each channel next to a tie. `sums` are those without bias."""
    if len(set(reals)) == 1:
        wanted = near_ties(reals[0], zero, len(reals), rng)
        wanted += [rng.randint(-(2**20), 2**20) for _ in range(len(reals) - len(wanted))]
    else:
        wanted = [near_ties(real, zero, 1, rng)[0] for real in reals]
    return np.array([a - int(s) for a, s in zip(wanted, sums)], np.int32)


def fully_connected():
    plans = [
        # rows, inputs, outputs, per-channel, real multiplier (None: random), clamp
        (1, 2, 256, False, 0.5, "none"),
        (1, 2, 256, False, 0.25, "none"),
        (2, 7, 400, False, None, "none"),
        (2, 7, 400, False, None, "none"),
        (1, 3, 400, False, None, "relu"),
        (1, 3, 400, False, None, "relu6"),
        (1, 3, 64, False, None, "reluN1To1"),
        (2, 5, 400, True, None, "none"),
        (2, 5, 400, True, None, "none"),
        (1, 16, 400, True, None, "relu"),
        (5, 37, 11, False, None, "none"),
        (3, 640, 9, True, None, "none"),
        (2, 8, 16, False, 3.0, "none"),
        (2, 8, 16, False, None, "none"),
    ]
    for at, (rows, depth, channels, per_channel, real, clamp) in enumerate(plans):
        x, w = parameters(), scale(-9, -4)
        scales = [f32(w * 2 ** rng.uniform(-1, 1)) for _ in range(channels)] if per_channel else [w]
        y = (scale(-5, -1), zero_point())
        if real is not None:
            x, scales, y = (0.5, x[1]), [0.5], (0.25 / real, y[1])
        data, weights = codes(rows, depth), codes(channels, depth, low=-127)
        each = scales if per_channel else scales * channels
        sums = weights.astype(np.int64) @ (data[0].astype(np.int64) - x[1])
        bias = biases(sums, [x[0] * s / y[0] for s in each], y[1])
        inputs = [Operand(data, x), Operand(weights, scales=scales, constant=True), Operand(bias, constant=True, unit=[f32(x[0] * s) for s in scales])]
        if at == len(plans) - 1:
            inputs.pop()
        run(
            OPERATOR.FULLY_CONNECTED,
            {"kind": "fullyConnected", "clamp": clamp},
            inputs,
            Operand(of=y, shape=[rows, channels], dtype="int8"),
            made("FullyConnectedOptions", fusedActivationFunction=CLAMPS[clamp]),
        )


def window(size, kernel, stride, dilation, same):
    """Output size, padding before and after along one axis."""
    reach = (kernel - 1) * dilation + 1
    if not same:
        return (size - reach) // stride + 1, 0, 0
    out = -(-size // stride)
    total = max((out - 1) * stride + reach - size, 0)
    return out, total // 2, total - total // 2


def windows(height, width, kernel, strides, dilations, same):
    """Output height and width, and the fields of a Graph's window."""
    rows, top, bottom = window(height, kernel[0], strides[0], dilations[0], same)
    columns, left, right = window(width, kernel[1], strides[1], dilations[1], same)
    fields = {"strides": strides, "dilations": dilations, "pads": [top, left, bottom, right]}
    return rows, columns, fields


def padding(same):
    return schema.Padding.SAME if same else schema.Padding.VALID


def convolutions():
    plans = [
        # height, width, channels, outputs, groups, kernel, strides, dilations, same, per-channel, clamp
        (1, 1, 2, 400, 1, (1, 1), (1, 1), (1, 1), False, False, "none"),
        (1, 1, 3, 400, 1, (1, 1), (1, 1), (1, 1), False, True, "none"),
        (1, 2, 3, 200, 1, (1, 1), (1, 1), (1, 1), False, True, "relu6"),
        (5, 6, 3, 5, 1, (3, 3), (1, 1), (1, 1), True, True, "relu"),
        (7, 5, 4, 9, 1, (3, 2), (2, 1), (1, 1), True, True, "none"),
        (8, 7, 2, 3, 1, (3, 3), (1, 2), (2, 1), False, False, "reluN1To1"),
        (6, 6, 8, 8, 4, (3, 3), (2, 2), (1, 1), True, True, "none"),
        (9, 9, 16, 8, 1, (3, 3), (1, 1), (2, 2), True, True, "relu"),
    ]
    for height, width, channels, outputs, groups, kernel, strides, dilations, same, per_channel, clamp in plans:
        rows, columns, fields = windows(height, width, kernel, strides, dilations, same)
        x, y, w = parameters(), (scale(-5, -1), zero_point()), scale(-9, -4)
        scales = [f32(w * 2 ** rng.uniform(-1, 1)) for _ in range(outputs)] if per_channel else [w]
        each = scales if per_channel else scales * outputs
        data = codes(1, height, width, channels)
        weights = codes(outputs, *kernel, channels // groups, low=-127)
        sums = np.zeros(outputs)
        if height == 1:
            sums = weights[:, 0, 0].astype(np.int64) @ (data[0, 0, 0].astype(np.int64) - x[1])
        bias = biases(sums, [x[0] * s / y[0] for s in each], y[1])
        run(
            OPERATOR.CONV_2D,
            {"kind": "conv2d", "groups": groups, **fields, "clamp": clamp},
            [Operand(data, x), Operand(weights, scales=scales, constant=True), Operand(bias, constant=True, unit=[f32(x[0] * s) for s in scales])],
            Operand(of=y, shape=[1, rows, columns, outputs], dtype="int8"),
            made(
                "Conv2DOptions",
                padding=padding(same),
                strideH=strides[0],
                strideW=strides[1],
                dilationHFactor=dilations[0],
                dilationWFactor=dilations[1],
                fusedActivationFunction=CLAMPS[clamp],
            ),
        )


def depthwise():
    plans = [
        # height, width, channels, multiplier, kernel, strides, dilations, same, clamp
        (1, 1, 200, 2, (1, 1), (1, 1), (1, 1), False, "none"),
        (1, 1, 300, 1, (1, 1), (1, 1), (1, 1), False, "relu"),
        (5, 6, 7, 1, (3, 3), (1, 1), (1, 1), True, "relu6"),
        (7, 5, 8, 1, (3, 3), (2, 2), (1, 1), True, "none"),
        (6, 8, 3, 2, (2, 3), (1, 1), (2, 2), False, "none"),
        (9, 7, 16, 1, (5, 3), (1, 1), (1, 1), True, "reluN1To1"),
    ]
    for height, width, channels, multiplier, kernel, strides, dilations, same, clamp in plans:
        rows, columns, fields = windows(height, width, kernel, strides, dilations, same)
        outputs = channels * multiplier
        x, y, w = parameters(), (scale(-5, -1), zero_point()), scale(-9, -4)
        scales = [f32(w * 2 ** rng.uniform(-1, 1)) for _ in range(outputs)]
        data, weights = codes(1, height, width, channels), codes(*kernel, outputs, low=-127)
        sums = np.zeros(outputs)
        if height == 1:
            of = np.repeat(data[0, 0, 0].astype(np.int64) - x[1], multiplier)
            sums = weights[0, 0].astype(np.int64) * of
        bias = biases(sums, [x[0] * s / y[0] for s in scales], y[1])
        kept = Operand(weights, scales=scales, axis=2, constant=True, file=[1, *kernel, outputs])
        run(
            OPERATOR.DEPTHWISE_CONV_2D,
            {"kind": "depthwiseConv2d", "multiplier": multiplier, **fields, "clamp": clamp},
            [Operand(data, x), kept, Operand(bias, constant=True, unit=[f32(x[0] * s) for s in scales])],
            Operand(of=y, shape=[1, rows, columns, outputs], dtype="int8"),
            made(
                "DepthwiseConv2DOptions",
                padding=padding(same),
                strideH=strides[0],
                strideW=strides[1],
                depthMultiplier=multiplier,
                dilationHFactor=dilations[0],
                dilationWFactor=dilations[1],
                fusedActivationFunction=CLAMPS[clamp],
            ),
        )


def pools():
    plans = [
        # height, width, channels, kernel, strides, same, clamp
        (6, 7, 5, (2, 2), (2, 2), False, "none"),
        (7, 6, 4, (3, 2), (1, 2), True, "none"),
        (5, 5, 8, (3, 3), (2, 2), True, "relu"),
        (8, 8, 3, (8, 8), (8, 8), False, "relu6"),
        (4, 9, 16, (2, 3), (1, 1), True, "reluN1To1"),
    ]
    for operator, kind in ((OPERATOR.AVERAGE_POOL_2D, "averagePool2d"), (OPERATOR.MAX_POOL_2D, "maxPool2d")):
        for height, width, channels, kernel, strides, same, clamp in plans:
            rows, columns, fields = windows(height, width, kernel, strides, (1, 1), same)
            x = parameters(-5, -2)
            run(
                operator,
                {"kind": kind, "kernel": kernel, **fields, "clamp": clamp},
                [Operand(codes(1, height, width, channels), x)],
                Operand(of=x, shape=[1, rows, columns, channels], dtype="int8"),
                made(
                    "Pool2DOptions",
                    padding=padding(same),
                    strideH=strides[0],
                    strideW=strides[1],
                    filterHeight=kernel[0],
                    filterWidth=kernel[1],
                    fusedActivationFunction=CLAMPS[clamp],
                ),
            )
