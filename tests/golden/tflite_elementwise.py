"""Cases of the operators of one and of two values."""

import numpy as np
from tflite_cases import CLAMPS, codes, parameters, rng, run, zero_point
from tflite_model import EVERY, EVERY_CODE, OPERATOR, Operand, made
from tflite_rounding import away, differing, f32, multiplied


def sums_at(a, b, y, sign, rounded):
    """Codes of every pair of an addition (sign 1) or subtraction, quotients rounded or not."""
    twice = rounded(2 * max(a[0], b[0]))
    left = multiplied((EVERY - a[1]) << 20, rounded(a[0] / twice))
    right = multiplied((EVERY - b[1]) << 20, rounded(b[0] / twice))
    total = left[:, None] + sign * right[None, :]
    out = multiplied(total, rounded(twice / rounded(2**20 * y[0])))
    return np.clip(out + y[1], -128, 127).ravel()


def products_at(a, b, y, ratio):
    total = (EVERY - a[1])[:, None] * (EVERY - b[1])[None, :]
    return np.clip(multiplied(total, ratio) + y[1], -128, 127).ravel()


def variants_of(name, a, b, y):
    exact = lambda value: value
    if name == "mul":
        return [
            products_at(a, b, y, a[0] * b[0] / y[0]),
            products_at(a, b, y, f32(f32(a[0] * b[0]) / y[0])),
            products_at(a, b, y, f32(a[0] * b[0]) / y[0]),
        ]
    sign = 1 if name == "add" else -1
    return [sums_at(a, b, y, sign, exact), sums_at(a, b, y, sign, f32)]


def pair_parameters(name):
    a, b = parameters(-8, 0), parameters(-8, 0)
    size = a[0] * b[0] * 60 if name == "mul" else max(a[0], b[0])
    return a, b, (f32(size * 2 ** rng.uniform(-1, 2)), zero_point())


def disputed(name, wanted):
    """Parameters at which variants differ, and the pairs of codes at which they do."""
    while True:
        a, b, y = pair_parameters(name)
        found = differing(variants_of(name, a, b, y))
        if len(found) > 0:
            picked = [int(i) for i in found]
            rng.shuffle(picked)
            picked = picked[:wanted]
            picked += [rng.randrange(65536) for _ in range(wanted - len(picked))]
            left = np.array([EVERY[i // 256] for i in picked], np.int8)
            right = np.array([EVERY[i % 256] for i in picked], np.int8)
            return a, b, y, left, right


def pairs():
    for operator, name, options, disputes in (
        (OPERATOR.ADD, "add", "AddOptions", 12),
        (OPERATOR.SUB, "sub", "SubOptions", 12),
        (OPERATOR.MUL, "mul", "MulOptions", 24),
    ):
        def add_case(a, b, y, clamp, shape):
            run(
                operator,
                {"kind": name, "clamp": clamp},
                [a, b],
                Operand(of=y, shape=shape, dtype="int8"),
                made(options, fusedActivationFunction=CLAMPS[clamp]),
            )

        for _ in range(disputes):
            a, b, y, left, right = disputed(name, 24)
            add_case(Operand(left, a), Operand(right, b), y, "none", [24])
        for clamp in CLAMPS:
            a, b, y = pair_parameters(name)
            add_case(Operand(codes(1, 300), a), Operand(codes(1, 300), b), y, clamp, [1, 300])
        a, b, y = pair_parameters(name)
        add_case(Operand(codes(1, 3, 4, 5), a), Operand(codes(1, 1, 1, 5), b), y, "none", [1, 3, 4, 5])
        add_case(Operand(codes(1, 4, 5), a), Operand(codes(5), b, constant=True), y, "relu", [1, 4, 5])
        add_case(Operand(codes(5), a, constant=True), Operand(codes(1, 4, 5), b), y, "none", [1, 4, 5])
        # Equal scales: quotients of 1/2 and ties.
        add_case(Operand(codes(1, 200), (0.5, 3)), Operand(codes(1, 200), (0.5, -7)), (1.0, 0), "none", [1, 200])


def every_code(operator, op, x, y, options=(0, None)):
    run(operator, op, [Operand(EVERY_CODE, x)], Operand(of=y, shape=[1, 256], dtype="int8"), options)


# Scales and zero points at which the fixed-point tables of TensorFlow Lite Micro give another code,
# found by comparing both tables at 12,000 random scales.
LOGISTIC_DISPUTED = [
    (0.010893621481955051, -128),
    (0.002153960522264242, -128),
    (0.011686068959534168, 127),
    (0.003792752278968692, 127),
    (0.005890039261430502, 127),
    (0.02341732382774353, -128),
]
TANH_DISPUTED = [(0.07130325585603714, -128), (0.0023438523057848215, 127)]


def unary():
    for x in [*LOGISTIC_DISPUTED, *(parameters(-12, 4) for _ in range(24)), (64.0, 3), (2.0**-20, -5)]:
        every_code(OPERATOR.LOGISTIC, {"kind": "sigmoid"}, x, (1 / 256, -128))
    for x in [*TANH_DISPUTED, *(parameters(-12, 4) for _ in range(24)), (64.0, 3), (2.0**-20, -5)]:
        every_code(OPERATOR.TANH, {"kind": "tanh"}, x, (1 / 128, 0))

    def ratios(low, high, count):
        for _ in range(count):
            x = parameters(-8, 2)
            yield x, (f32(x[0] * 2 ** rng.uniform(low, high)), zero_point())
        yield (0.5, 4), (0.25, -3)
        yield (0.5, -9), (1.0, 6)  # halves
        yield (0.5, 11), (0.5, 11)

    for x, y in ratios(-4, 3, 12):
        every_code(OPERATOR.RELU, {"kind": "clamp", "clamp": "relu"}, x, y)
    for x, y in ratios(-4, 3, 12):
        every_code(OPERATOR.RELU6, {"kind": "clamp", "clamp": "relu6"}, x, y)
    for x, y in ratios(-4, 3, 6):
        every_code(OPERATOR.RELU_N1_TO_1, {"kind": "clamp", "clamp": "reluN1To1"}, x, y)
    for alpha in (0.01, 0.3, -0.2, 0.0, 1.5):
        for x, y in ratios(-4, 3, 3):
            options = made("LeakyReluOptions", alpha=f32(alpha))
            every_code(OPERATOR.LEAKY_RELU, {"kind": "leakyRelu", "alpha": f32(alpha)}, x, y, options)
    for x, y in ratios(-6.5, 2, 24):
        every_code(OPERATOR.HARD_SWISH, {"kind": "hardSwish"}, x, y, made("HardSwishOptions"))
    for x, y in ratios(-4, 4, 24):
        every_code(OPERATOR.QUANTIZE, {"kind": "requantize"}, x, y, made("QuantizeOptions"))
    for x in (parameters(-12, 8) for _ in range(6)):
        output = Operand(shape=[1, 256], dtype="float32")
        run(OPERATOR.DEQUANTIZE, {"kind": "dequantize"}, [Operand(EVERY_CODE, x)], output, made("DequantizeOptions"))
    for _ in range(8):
        y = parameters(-10, 3)
        ties = np.float32(y[0]) * (np.arange(-128 - y[1], 128 - y[1]) + 0.5).astype(np.float32)
        around = np.concatenate([ties, np.nextafter(ties, np.float32(0)), np.nextafter(ties, np.float32(np.inf))])
        by_division = away(np.float32(around) / np.float32(y[0]), 1)
        by_reciprocal = away(np.float32(around) * np.float32(1 / np.float32(y[0])), 1)
        by_even = np.rint(np.float32(around) / np.float32(y[0])).astype(np.int64)
        picked = list(differing([by_division, by_reciprocal, by_even]))
        rng.shuffle(picked)
        data = np.concatenate([around[picked[:120]], np.array([0, 1e6 * y[0], -1e6 * y[0], 300 * y[0]])])
        data = data.astype(np.float32).reshape(1, -1)
        output = Operand(of=y, shape=list(data.shape), dtype="int8")
        run(OPERATOR.QUANTIZE, {"kind": "quantize"}, [Operand(data)], output, made("QuantizeOptions"))
