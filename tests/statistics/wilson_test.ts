import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { confidences, wilsonInterval } from "../../src/statistics/mod.ts";

/** Successes, count, and both ends at 0.9, 0.95 and 0.99, from SciPy's binomtest. */
const cases = [
  [0, 10, 0.0, 0.21294197008340698, 0.0, 0.27753279986288926, 0.0, 0.39885409330490806],
  [
    1,
    10,
    0.02263490873086718,
    0.34771866733585843,
    0.017876213095072896,
    0.4041500267952385,
    0.011851503411032915,
    0.5072317712328935,
  ],
  [
    81,
    263,
    0.26331361718848145,
    0.3565663496084882,
    0.2552885198782742,
    0.36620957698280004,
    0.24013690268760768,
    0.3852825023182298,
  ],
  [
    1980,
    2000,
    0.9856215144706918,
    0.9930545602055479,
    0.984604061540925,
    0.9935172321234474,
    0.9824334724485614,
    0.9943261779093516,
  ],
  [10, 10, 0.787058029916593, 1.0, 0.7224672001371109, 1.0, 0.6011459066950919, 1.0],
];

Deno.test("wilsonInterval() gives SciPy's values at every confidence", () => {
  for (const [successes, count, ...ends] of cases) {
    confidences.forEach((confidence, index) => {
      const { lo, hi } = wilsonInterval(successes!, count!, { confidence });
      const name = `${successes} of ${count} at ${confidence}`;
      assertAlmostEquals(lo, ends[2 * index]!, 1e-14, name);
      assertAlmostEquals(hi, ends[2 * index + 1]!, 1e-14, name);
    });
  }
});

Deno.test("wilsonInterval() defaults to 0.95", () => {
  assertEquals(wilsonInterval(81, 263), wilsonInterval(81, 263, { confidence: 0.95 }));
});

Deno.test("wilsonInterval() holds the share", () => {
  for (let count = 1; count <= 60; count++) {
    for (let successes = 0; successes <= count; successes++) {
      const { lo, hi } = wilsonInterval(successes, count);
      const share = successes / count;
      assert(0 <= lo && lo <= share && share <= hi && hi <= 1, `${successes} of ${count}`);
      assert(lo < hi, `${successes} of ${count} has a width`);
    }
  }
});

Deno.test("wilsonInterval() ends exactly at 0 and 1 at every confidence", () => {
  for (const confidence of confidences) {
    for (let count = 1; count <= 2000; count++) {
      assertEquals(wilsonInterval(0, count, { confidence }).lo, 0, `0 of ${count}`);
      assertEquals(wilsonInterval(count, count, { confidence }).hi, 1, `all ${count}`);
    }
  }
});

Deno.test("wilsonInterval() refuses counts that are none", () => {
  const wrong = [[0, 0], [1, NaN], [1, 2.5], [-1, 5], [6, 5], [0.5, 5], [NaN, 5]] as const;
  for (const [successes, count] of wrong) {
    assertThrows(() => wilsonInterval(successes, count), RangeError, "Wilson interval");
  }
});
