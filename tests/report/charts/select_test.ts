import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  conditionLabel,
  distinct,
  oneGranularity,
  oneKernelSet,
  shareDomain,
  shareFormat,
} from "../../../src/report/charts/select.ts";

Deno.test("distinct() keeps the order of first appearance", () => {
  assertEquals(distinct([3, 1, 3, 2, 1], (x) => x), [3, 1, 2]);
});

Deno.test("oneGranularity() prefers per-channel and keeps rows without one", () => {
  const rows = (...weights: (string | undefined)[]) => weights.map((one) => ({ weights: one }));
  assertEquals(
    oneGranularity(rows(undefined, "per-tensor", "per-channel")),
    rows(undefined, "per-channel"),
  );
  assertEquals(oneGranularity(rows("tflite", "per-tensor")), rows("tflite"));
  assertEquals(oneGranularity(rows(undefined)), rows(undefined));
});

Deno.test("oneKernelSet() prefers wasm", () => {
  assertEquals(oneKernelSet([{ kernels: "reference" }, { kernels: "wasm" }]), [{
    kernels: "wasm",
  }]);
  assertEquals(oneKernelSet([{ kernels: "reference" }]), [{ kernels: "reference" }]);
  assertEquals(oneKernelSet([]), []);
});

Deno.test("conditionLabel() names shift and severity", () => {
  assertEquals(conditionLabel({ shift: "clean", severity: 0 }), "clean");
  assertEquals(conditionLabel({ shift: "gain", severity: 3 }), "gain 3");
});

Deno.test("shareDomain() holds every value off its edges, is wide enough and begins at 0 at least", () => {
  const cases: readonly [readonly number[], number, readonly [number, number]][] = [
    [[0.9, 0.95], 0.02, [0.897, 0.953]],
    [[0.97], 0.02, [0.9588, 0.9812]],
    [[1, 1], 0.05, [0.947, 1.003]],
    [[0], 0.05, [0, 0.053]],
    [[0, 1], 0.05, [0, 1.06]],
    [[0.999, 0.9995], 0.1, [0.894, 1.006]],
    [[], 0.05, [0.472, 0.528]],
  ];
  for (const [values, leastSpan, wanted] of cases) {
    const found = shareDomain(values, leastSpan);
    const label = JSON.stringify([values, leastSpan, found]);
    for (const [index, end] of wanted.entries()) {
      assertAlmostEquals(found[index]!, end, 1e-12, label);
    }
    assert(values.every((value) => found[0] <= value && value < found[1]), label);
  }
});

Deno.test("shareFormat() shows a decimal on short axes", () => {
  assertEquals(shareFormat([0.9, 0.95]), ".1%");
  assertEquals(shareFormat([0.5, 0.95]), ".0%");
  assertEquals(shareFormat([0.9, 0.95], "auc"), ".3f");
  assertEquals(shareFormat([0.5, 0.95], "auc"), ".2f");
});
