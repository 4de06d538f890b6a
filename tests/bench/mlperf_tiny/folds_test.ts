import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { crossFit, gather, halves } from "../../../bench/mlperf_tiny/folds.ts";

const seed = 20261121;

Deno.test(`halves() parts every label evenly and every sample once, seed ${seed}`, () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 40 }), fc.nat(100), (labels, drawSeed) => {
      const [one, other] = halves(labels, { seed: drawSeed });
      assertEquals([...one, ...other].toSorted((a, b) => a - b), [...labels.keys()]);
      assert(Math.abs(one.length - other.length) <= 1);
      for (const label of labels) {
        const of = (part: readonly number[]) => part.filter((id) => labels[id] === label).length;
        assert(Math.abs(of(one) - of(other)) <= 1);
      }
    }),
    { seed },
  );
});

Deno.test("halves() depends on the seed alone", () => {
  const labels = Array.from({ length: 30 }, (_, i) => i % 3);
  assertEquals(halves(labels, { seed: 5 }), halves(labels, { seed: 5 }));
  assertNotEquals(halves(labels, { seed: 5 }), halves(labels, { seed: 6 }));
});

Deno.test("gather() takes samples whole and in order", () => {
  const inputs = Float32Array.of(0, 1, 10, 11, 20, 21);
  assertEquals(gather(inputs, [2, 0], { elements: 2 }), Float32Array.of(20, 21, 0, 1));
});

Deno.test("crossFit() never calibrates on a sample that it evaluates", () => {
  const labels = [0, 1, 0, 1, 1];
  const inputs = Float32Array.from({ length: 15 }, (_, i) => Math.floor(i / 3));
  const folds = crossFit(inputs, labels, { seed: 3 });
  assertEquals(folds.flatMap(({ evaluation }) => evaluation).toSorted(), [0, 1, 2, 3, 4]);
  for (const { calibration, evaluation } of folds) {
    const calibrated = new Set(calibration);
    assertEquals(calibration.length, 3 * (5 - evaluation.length));
    assert(evaluation.every((id) => !calibrated.has(id)));
  }
});
