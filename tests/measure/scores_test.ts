import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { reconstructionErrors, scoreAuc, scoreFidelity } from "../../src/measure/mod.ts";
import { wilsonInterval } from "../../src/statistics/mod.ts";

Deno.test("reconstructionErrors() is the mean over all windows of a sample", () => {
  const inputs = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const outputs = Float32Array.of(1, 2, 3, 0, 6, 5, 8, 7);
  assertEquals([...reconstructionErrors(inputs, outputs, { samples: 2 })], [4, 1]);
  assertEquals([...reconstructionErrors(inputs, outputs, { samples: 1 })], [2.5]);
});

Deno.test("reconstructionErrors() keeps infinities and puts NaN below everything", () => {
  const inputs = Float32Array.of(1, 1, 1, 1, 3e38, 0);
  const outputs = Float32Array.of(Infinity, 1, NaN, 1, -3e38, 0);
  const scores = reconstructionErrors(inputs, outputs, { samples: 3 });
  assertEquals([...scores].slice(0, 2), [Infinity, -Infinity]);
  assert(Number.isFinite(scores[2]!), "float64 holds the square of a float32");
});

const labels = Uint16Array.of(0, 1, 0, 1, 0, 1);

Deno.test("scoreAuc() has the area of the scores and the decisions at the threshold", () => {
  const scores = Float64Array.of(1, 5, 2, 2, 4, 9);
  const float32 = Float64Array.of(1, 5, 2, 3, 2, 9);
  const measure = scoreAuc(scores, { labels, float32, threshold: 2.5 });
  // Of 9 pairs, 5 is above all 3, 9 above all 3, 2 above one and beside another.
  assertAlmostEquals(measure.value, 7.5 / 9, 1e-15);
  assertEquals(measure.float32Value, 1);
  assert(measure.valueLo < measure.value && measure.value <= measure.valueHi);
  // Called anomalies: samples 1, 4, 5; by float32 1, 3, 5.
  assertEquals(measure.agreement, 4 / 6);
  assertEquals([measure.flipsHarmful, measure.flipsBeneficial, measure.ties], [2, 0, 0]);
  assertEquals([measure.metric, measure.samples, measure.mcnemarP], ["auc", 6, 0.5]);
});

Deno.test("scoreAuc() takes infinite scores, and refuses a class of one", () => {
  const scores = Float64Array.of(-Infinity, Infinity, 2, 3, -Infinity, Infinity);
  const { value } = scoreAuc(scores, { labels, float32: scores, threshold: 2.5 });
  assertEquals(value, 1);
  const two = { labels: Uint16Array.of(0, 0, 1), float32: scores.subarray(0, 3), threshold: 0 };
  assertThrows(() => scoreAuc(scores.subarray(0, 3), two), RangeError);
});

Deno.test("scoreFidelity() is agreement alone", () => {
  const classes = Uint16Array.of(3, 1, 2, 2);
  const measure = scoreFidelity({ classes, tied: [2] }, { float32: Uint16Array.of(3, 1, 2, 0) });
  const { lo, hi } = wilsonInterval(3, 4);
  assertEquals(measure, {
    metric: "fidelity",
    samples: 4,
    value: 0.75,
    valueLo: lo,
    valueHi: hi,
    float32Value: undefined,
    agreement: 0.75,
    agreementLo: lo,
    agreementHi: hi,
    flipsHarmful: undefined,
    flipsBeneficial: undefined,
    ties: 1,
    mcnemarP: undefined,
  });
});
