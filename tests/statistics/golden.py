"""Writes golden.json: what scipy and statsmodels say of the same numbers.

    pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0
    python tests/statistics/golden.py && deno fmt tests/statistics/golden.json

Tango's interval is in neither: here the shares are fitted by a numeric search of the likelihood and the
score statistic is solved with brentq, so that no closed form is shared with what it checks. Coverage and
level are enumerated: the probabilities of all outcomes are summed whose interval holds the truth, or whose
test rejects it.
"""

import json
from pathlib import Path

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import binom, multinomial, norm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import ztost


def wilson(successes, count, confidence=0.95):
    lo, hi = proportion_confint(successes, count, alpha=1 - confidence, method="wilson")
    return float(lo), float(hi)


def exact_mcnemar(b, c):
    return float(min(1, mcnemar([[0, b], [c, 0]], exact=True).pvalue))


def tango_score(b, c, n, at):
    """(b - c - n at) over its standard error at the most likely shares whose difference is `at`."""
    low, high = max(0.0, -at), (1 - at) / 2
    rest = n - b - c

    def loss(q):
        total = 0.0
        for count, share in ((c, q), (b, q + at), (rest, 1 - 2 * q - at)):
            if count > 0:
                total -= count * np.log(max(share, 1e-300))
        return total

    ends = [low, high]
    inside = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-13})
    # A wide search first, then a narrow one: the likelihood is flat at its top.
    q = min([*ends, inside.x], key=loss)
    if low < q < high:
        def slope(q):
            return (c / q if c else 0) + (b / (q + at) if b else 0) - (2 * rest / (1 - 2 * q - at) if rest else 0)
        margin = 1e-4 * (high - low)
        left, right = max(low + 1e-15, q - margin), min(high - 1e-15, q + margin)
        if slope(left) > 0 > slope(right):
            q = brentq(slope, left, right, xtol=1e-16)
    variance = n * (2 * q + at - at * at)
    excess = b - c - n * at
    return excess / np.sqrt(variance) if variance > 0 else np.sign(excess) * np.inf


def tango(b, c, n, confidence=0.95):
    z = norm.ppf((1 + confidence) / 2)
    centre = (b - c) / n
    eps = 1e-12

    def solve(sign, start, end):
        return brentq(lambda at: tango_score(b, c, n, at) + sign * z, start, end, xtol=1e-13)

    hi = 1.0 if centre == 1 else solve(1, centre + eps, 1 - eps)
    lo = -1.0 if centre == -1 else solve(-1, -1 + eps, centre - eps)
    return lo, hi


def wilson_coverage(n, p):
    held = [k for k in range(n + 1) if wilson(k, n)[0] <= p <= wilson(k, n)[1]]
    return float(sum(binom.pmf(k, n, p) for k in held))


def mcnemar_level(n, discordant):
    """How often McNemar rejects equals at 5 %: n samples of which a share is told apart, either way."""
    total = 0.0
    for m in range(n + 1):
        rejected = sum(binom.pmf(b, m, 0.5) for b in range(m + 1) if exact_mcnemar(b, m - b) <= 0.05)
        total += binom.pmf(m, n, discordant) * rejected
    return float(total)


def tango_coverage(n, first, second):
    total = 0.0
    for b in range(n + 1):
        for c in range(n + 1 - b):
            mass = multinomial.pmf([b, c, n - b - c], n, [first, second, 1 - first - second])
            if mass < 1e-12:
                continue
            lo, hi = tango(b, c, n)
            if lo <= first - second <= hi:
                total += mass
    return float(total)


rng = np.random.default_rng(20261204)
families = [
    [0.01, 0.04, 0.03, 0.005],
    [0.5, 0.5, 0.5],
    [1.0, 0.0],
    [0.02],
    [float(p) for p in rng.uniform(0, 0.1, 20)],
]
paired = [
    (0, 1, 44), (1, 7, 21), (6, 16, 161), (12, 2, 50), (0, 0, 200), (0, 0, 1000), (3, 3, 30), (5, 0, 5),
    (0, 5, 5), (40, 20, 160), (25, 28, 618), (150, 3, 1000), (1, 0, 9000), (1, 0, 1),
]
samples = [rng.normal(mean, 1, 40).round(6).tolist() for mean in (0, 0.2, 0.6)]
resampled = [rng.normal(0, 1, size).round(6).tolist() for size in (1, 2, 101)]

golden = {
    "normalTail": [
        {"z": z, "p": float(norm.sf(z))}
        for z in [0, 0.1, 0.5, 1, 1.6448536269514722, 1.96, 2.999, 3, 3.001, 4.5, 8, 20, 36, -1, -4]
    ],
    "wilson": [
        {"successes": k, "count": n, "confidence": c, "interval": wilson(k, n, c)}
        for k, n in [(0, 10), (10, 10), (1, 3), (90, 100), (977, 1000), (9999, 10000)]
        for c in [0.9, 0.95, 0.99]
    ],
    "mcnemar": [
        {"b": b, "c": c, "p": exact_mcnemar(b, c)}
        for b, c in [(0, 6), (1, 0), (3, 3), (12, 2), (40, 20), (150, 3), (500, 430)]
    ],
    "holm": [
        {"ps": ps, "corrected": multipletests(ps, method="holm")[1].tolist()} for ps in families
    ],
    "tango": [
        {"b": b, "c": c, "n": n, "confidence": confidence, "interval": tango(b, c, n, confidence)}
        for b, c, n in paired
        for confidence in [0.9, 0.95]
    ],
    "tangoStatistic": [
        {"b": b, "c": c, "n": n, "at": at, "z": float(tango_score(b, c, n, at))}
        for b, c, n in paired
        for at in [-0.1, -0.01, 0.01, 0.3]
    ],
    "equivalence": [
        {"values": values, "margin": margin, "p": float(ztost(np.array(values), -margin, margin)[0])}
        for values in samples
        for margin in [0.2, 0.5]
    ],
    "percentiles": [
        {
            "values": values,
            "confidence": confidence,
            "interval": np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2]).tolist(),
        }
        for values in resampled
        for confidence in [0.9, 0.95]
    ],
    "wilsonCoverage": [
        {"n": n, "p": p, "coverage": wilson_coverage(n, p)}
        for n, p in [(100, 0.999), (100, 0.95), (200, 0.98), (1000, 0.98), (1000, 0.5), (20, 0.5)]
    ],
    "mcnemarLevel": [
        {"n": n, "discordant": d, "level": mcnemar_level(n, d)}
        for n, d in [(6, 1), (20, 1), (100, 0.05), (200, 0.02), (200, 0.2)]
    ],
    "tangoCoverage": [
        {"n": n, "first": first, "second": second, "coverage": tango_coverage(n, first, second)}
        for n, first, second in [(20, 0.1, 0.1), (30, 0.2, 0.05), (40, 0.03, 0.0), (40, 0.05, 0.02)]
    ],
}
text = json.dumps(golden, separators=(",", ":")).replace('],"', '],\n"').replace("},{", "},\n{")
Path(__file__).with_name("golden.json").write_text(text + "\n")
