/** The statistics against scipy and statsmodels: `golden.py` wrote the numbers. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  type Confidence,
  equivalenceP,
  holm,
  mcnemar,
  mean,
  normalTail,
  pairedDifference,
  percentileInterval,
  standardDeviation,
  tangoInterval,
  tangoStatistic,
  wilsonInterval,
} from "../../src/statistics/mod.ts";
import { coverageOfDifference, coverageOfShare, rejections } from "./enumerate.ts";
import golden from "./golden.json" with { type: "json" };

/** As JSON holds it. */
type GoldenInterval = readonly number[];

const counts = (b: number, c: number, n: number) => ({
  both: n - b - c,
  onlyFirst: b,
  onlySecond: c,
  neither: 0,
});

function assertInterval(
  found: { readonly lo: number; readonly hi: number },
  [lo, hi]: GoldenInterval,
  { tolerance, what }: { readonly tolerance: number; readonly what: unknown },
): void {
  assertAlmostEquals(found.lo, lo!, tolerance, JSON.stringify(what));
  assertAlmostEquals(found.hi, hi!, tolerance, JSON.stringify(what));
}

Deno.test("normalTail() is scipy's, to 11 digits", () => {
  for (const { z, p } of golden.normalTail) {
    assert(Math.abs(normalTail(z) / p - 1) < 1e-11, `${z}: ${normalTail(z)}, not ${p}`);
  }
});

Deno.test("wilsonInterval() is statsmodels', to 12 decimals", () => {
  for (const { successes, count, confidence, interval } of golden.wilson) {
    const found = wilsonInterval(successes, count, { confidence: confidence as Confidence });
    assertInterval(found, interval, { tolerance: 1e-12, what: { successes, count, confidence } });
  }
});

Deno.test("mcnemar() is statsmodels', to 12 digits", () => {
  for (const { b, c, p } of golden.mcnemar) {
    assert(Math.abs(mcnemar(b, c) / p - 1) < 1e-12, `${b}, ${c}: ${mcnemar(b, c)}, not ${p}`);
  }
});

Deno.test("holm() is statsmodels', to 15 decimals", () => {
  for (const { ps, corrected } of golden.holm) {
    holm(ps).forEach((p, index) => assertAlmostEquals(p, corrected[index]!, 1e-15));
  }
});

Deno.test("tangoStatistic() is the score at shares that were searched for, to 6 digits", () => {
  for (const { b, c, n, at, z } of golden.tangoStatistic) {
    const found = tangoStatistic(counts(b, c, n), at);
    assertAlmostEquals(found, z, 1e-6 * Math.max(1, Math.abs(z)), `${b}, ${c}, ${n} at ${at}`);
  }
});

Deno.test("tangoInterval() is that score solved by brentq, to 6 decimals", () => {
  for (const { b, c, n, confidence, interval } of golden.tango) {
    const found = tangoInterval(counts(b, c, n), { confidence: confidence as Confidence });
    assertInterval(found, interval, { tolerance: 1e-6, what: { b, c, n, confidence } });
  }
});

Deno.test("equivalenceP() is statsmodels' ztost, to 9 decimals", () => {
  for (const { values, margin, p } of golden.equivalence) {
    const error = standardDeviation(values)! / Math.sqrt(values.length);
    const found = equivalenceP({
      aboveLower: (mean(values) + margin) / error,
      belowUpper: (margin - mean(values)) / error,
    });
    assertAlmostEquals(found, p, 1e-9);
  }
});

Deno.test("percentileInterval() is numpy's quantiles, to 12 decimals", () => {
  for (const { values, confidence, interval } of golden.percentiles) {
    const found = percentileInterval(Float64Array.from(values), {
      confidence: confidence as Confidence,
    });
    assertInterval(found, interval, { tolerance: 1e-12, what: values.length });
  }
});

Deno.test("wilsonInterval() covers as often as enumeration says, to 9 decimals", () => {
  for (const { n, p, coverage } of golden.wilsonCoverage) {
    const found = coverageOfShare(n, p, (successes) => wilsonInterval(successes, n));
    assertAlmostEquals(found, coverage, 1e-9, `${n}, ${p}`);
  }
  // Where only 100 of 100 holds .999, which has probability .999^100: not 95 %.
  const [first] = golden.wilsonCoverage;
  assertAlmostEquals(first!.coverage, 0.999 ** 100, 1e-12);
});

Deno.test("mcnemar() rejects equals as often as enumeration says, and never above 5 %", () => {
  for (const { n, discordant, level } of golden.mcnemarLevel) {
    const found = rejections(
      { n, first: discordant / 2, second: discordant / 2 },
      (b, c) => mcnemar(b, c) <= 0.05,
    );
    assertAlmostEquals(found, level, 1e-9, `${n}, ${discordant}`);
    assert(found <= 0.05);
  }
});

Deno.test("tangoInterval() covers as often as enumeration says, to 9 decimals", () => {
  for (const { n, first, second, coverage } of golden.tangoCoverage) {
    const found = coverageOfDifference(
      { n, first, second },
      (b, c) => tangoInterval(counts(b, c, n)),
    );
    assertAlmostEquals(found, coverage, 1e-9, `${n}, ${first}, ${second}`);
  }
});

Deno.test("tangoStatistic() says equivalent at the margin in 5 % of cases or little more", () => {
  const margin = 0.01;
  const level = (n: number, discordant: number) =>
    rejections(
      { n, first: (discordant - margin) / 2, second: (discordant + margin) / 2 },
      (b, c) => {
        const own = counts(b, c, n);
        return equivalenceP({
          aboveLower: tangoStatistic(own, -margin),
          belowUpper: -tangoStatistic(own, margin),
        }) <= 0.05;
      },
    );
  for (const [n, discordant] of [[200, 0.02], [500, 0.012], [500, 0.05]] as const) {
    const found = level(n, discordant);
    assert(found <= 0.055, `${n}, ${discordant}: ${found}`);
  }
});

Deno.test("tangoInterval() gives the published examples, and is no copy of Newcombe's", () => {
  // Tango 1998, section 6.1, and Fagerland, Lydersen and Laake 2014, on Bentur et al. 2009.
  const lenses = counts(0, 1, 44);
  assertAlmostEquals(tangoStatistic(lenses, -0.1), 1.709, 5e-4);
  assertAlmostEquals(normalTail(tangoStatistic(lenses, -0.1)), 0.044, 5e-4);
  assertAlmostEquals(tangoInterval(lenses, { confidence: 0.9 }).lo, -0.096, 5e-4);
  const airways = { both: 1, onlyFirst: 1, onlySecond: 7, neither: 12 };
  const { difference, lo, hi } = tangoInterval(airways);
  assertAlmostEquals(difference, -0.286, 5e-4);
  assertAlmostEquals(lo, -0.517, 5e-4);
  assertAlmostEquals(hi, -0.026, 5e-4);
  assertEquals(pairedDifference(airways).lo === lo, false);
});
