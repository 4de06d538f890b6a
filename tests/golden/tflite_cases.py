"""The cases of tflite_ops.py, and what all of them are made of."""

import random
import sys

import numpy as np
from tflite_model import OPERATOR, litert, micro, one_operator
from tflite_rounding import f32

CLAMPS = {"none": 0, "relu": 1, "reluN1To1": 2, "relu6": 3}
interpret = {"litert": litert, "micro": micro}[sys.argv[1]]
rng = random.Random(2021)
cases = []


def scale(low, high):
    return f32(2 ** rng.uniform(low, high))


def zero_point():
    return rng.choice([-128, 127, 0, rng.randint(-128, 127), rng.randint(-128, 127)])


def parameters(low=-8, high=0):
    return scale(low, high), zero_point()


def codes(*shape, low=-128):
    flat = [rng.randint(low, 127) for _ in range(int(np.prod(shape)))]
    return np.array(flat, np.int8).reshape(shape)


def run(operator, op, inputs, output, options=(0, None), extra=()):
    """Adds a case: the output of the interpreter for one operator."""
    model, activations = one_operator(operator, inputs, output, options, extra)
    output.data = interpret(model, [inputs[index].data for index in activations])
    if output.data is not None:
        assert list(output.data.shape) == output.shape, (output.data.shape, output.shape)
    name = next(k for k, v in vars(OPERATOR).items() if v == operator)
    described = [operand.description() for operand in inputs]
    cases.append({"operator": name, "op": op, "inputs": described, "output": output.description()})
