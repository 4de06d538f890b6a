import { assert, assertEquals } from "@std/assert";
import {
  conditionLabel,
  distinct,
  oneGranularity,
  oneKernelSet,
  percentFormat,
  shareDomain,
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

Deno.test("shareDomain() holds every value, is wide enough and stays in [0, 1]", () => {
  const cases: readonly [readonly number[], number][] = [
    [[0.9, 0.95], 0.02],
    [[0.97], 0.02],
    [[1, 1], 0.05],
    [[0], 0.05],
    [[0, 1], 0.05],
    [[0.999, 0.9995], 0.1],
  ];
  for (const [values, leastSpan] of cases) {
    const [lo, hi] = shareDomain(values, leastSpan);
    const label = JSON.stringify([values, leastSpan, lo, hi]);
    assert(values.every((value) => lo <= value && value <= hi), label);
    assert(lo >= 0 && hi <= 1 && hi - lo >= leastSpan - 1e-12, label);
  }
});

Deno.test("percentFormat() shows a decimal on short axes", () => {
  assertEquals(percentFormat([0.9, 0.95]), ".1%");
  assertEquals(percentFormat([0.5, 0.95]), ".0%");
});
