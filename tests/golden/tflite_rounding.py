"""Candidate roundings, to choose inputs of tflite_ops.py with. They decide nothing: every output of a case
is an interpreter's.
"""

import numpy as np


def f32(value):
    return float(np.float32(value))


def multiplied(x, real):
    """An int32 array times a real, rounded twice."""
    mantissa, shift = np.frexp(real)
    m = int(np.floor(mantissa * 2**31 + 0.5))
    product = (np.asarray(x, np.int64) << max(int(shift), 0)) * m
    high = (product + 2**30) >> 31
    right = max(-int(shift), 0)
    mask = (1 << right) - 1
    return (high >> right) + ((high & mask) > (mask >> 1) + (high < 0))


def once(x, real):
    """An int32 array times a real, rounded once, halves up."""
    return np.floor(np.asarray(x, np.float64) * real + 0.5).astype(np.int64)


def away(x, real):
    """An int32 array times a real, rounded once, halves away from zero."""
    product = np.asarray(x, np.float64) * real
    return (np.sign(product) * np.floor(np.abs(product) + 0.5)).astype(np.int64)


def differing(variants):
    """Where the variants are not all the same."""
    return np.flatnonzero(np.any([v != variants[0] for v in variants[1:]], axis=0))


def near_ties(real, zero, count, rng):
    """Accumulators at which roundings of `accumulator * real` differ, or that lie next to a tie."""
    ties = (np.arange(-128 - zero, 128 - zero) + 0.5) / real
    ties = ties[np.abs(ties) < 2**30]
    around = np.concatenate([np.floor(ties) + step for step in (-1, 0, 1, 2)]).astype(np.int64)
    single = f32(real)
    variants = [multiplied(around, real), multiplied(around, single), once(around, real), away(around, real)]
    chosen = [int(around[i]) for i in differing(variants)]
    rng.shuffle(chosen)
    rest = [int(a) for a in around]
    rng.shuffle(rest)
    return (chosen + rest)[:count]
