import { assertEquals } from "@std/assert";
import type { RoundingProfile } from "../../src/affine/mod.ts";
import { prepare } from "../../src/execute/mod.ts";
import { withRounding } from "../../src/graph/mod.ts";
import { type KernelSetName, kernelSetNames } from "../../src/kernels/mod.ts";
import {
  elementsOf,
  type GoldenCase,
  goldenCases,
  graphOfCase,
  inputsOfCase,
  outputName,
} from "./tflite_case.ts";

/** Cases, outputs, and outputs that profile `tflm` gives otherwise, of each operator. */
const table: Readonly<Record<string, readonly [cases: number, outputs: number, tflm: number]>> = {
  ADD: [20, 1788, 0],
  AVERAGE_POOL_2D: [5, 780, 0],
  CONV_2D: [8, 2286, 0],
  DEPTHWISE_CONV_2D: [6, 2110, 0],
  DEQUANTIZE: [6, 1536, 0],
  FULLY_CONNECTED: [14, 5122, 1969],
  HARD_SWISH: [27, 6912, 0],
  LEAKY_RELU: [30, 7680, 0],
  LOGISTIC: [32, 8192, 9],
  MAX_POOL_2D: [5, 780, 0],
  MEAN: [10, 815, 0],
  MUL: [32, 2076, 42],
  PAD: [2, 230, 0],
  QUANTIZE: [35, 7904, 0],
  RELU: [15, 3840, 0],
  RELU6: [15, 3840, 3324],
  RELU_N1_TO_1: [9, 2304, 0],
  SOFTMAX: [8, 1220, 0],
  SUB: [20, 1788, 12],
  TANH: [28, 7168, 6],
};

/** Where TensorFlow Lite Micro gives other outputs, or refuses the model: by the number of the case. */
const micro: {
  readonly refused: readonly number[];
  readonly different: Readonly<Record<string, string>>;
} = JSON.parse(await Deno.readTextFile(new URL("tflite_ops_micro.json", import.meta.url)));

/** What a kernel set computes for a case under a profile. */
function run(
  golden: GoldenCase,
  { kernels, rounding }: { readonly kernels: KernelSetName; readonly rounding: RoundingProfile },
): Int8Array | Float32Array {
  const session = prepare(withRounding(graphOfCase(golden), rounding), { kernels });
  let found: Int8Array | Float32Array | undefined;
  session.run(inputsOfCase(golden), {
    tap: (value, data) => {
      if (value === outputName) found = data.slice();
    },
  });
  return found!;
}

/** Elements that differ; the sign of a float32 zero counts. */
function differences(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).filter((x, i) => !Object.is(x, b[i])).length;
}

for (const kernels of kernelSetNames) {
  const title = `profile litert-ref of the ${kernels} kernel set equals TensorFlow Lite 2.21 in ` +
    `${goldenCases.length} cases`;
  Deno.test(title, () => {
    const failures = goldenCases.flatMap((golden, i) => {
      const expected = elementsOf(golden.output);
      const count = differences(run(golden, { kernels, rounding: "litert-ref" }), expected);
      return count === 0 ? [] : [`case ${i}, ${golden.operator}: ${count} of ${expected.length}`];
    });
    assertEquals(failures, []);
  });

  const checked = goldenCases.length - micro.refused.length;
  Deno.test(`profile tflm of the ${kernels} kernel set equals TensorFlow Lite Micro in ${checked} cases`, () => {
    const failures = goldenCases.flatMap((golden, i) => {
      if (micro.refused.includes(i)) return [];
      const data = micro.different[i] ?? golden.output.data;
      const expected = elementsOf({ ...golden.output, data });
      const count = differences(run(golden, { kernels, rounding: "tflm" }), expected);
      return count === 0 ? [] : [`case ${i}, ${golden.operator}: ${count} of ${expected.length}`];
    });
    assertEquals(failures, []);
  });

  Deno.test(`profile tflm of the ${kernels} kernel set differs from litert-ref as listed`, () => {
    const found: Record<string, [number, number, number]> = {};
    for (const golden of goldenCases) {
      const expected = elementsOf(golden.output);
      const row = found[golden.operator] ??= [0, 0, 0];
      row[0]++;
      row[1] += expected.length;
      row[2] += differences(run(golden, { kernels, rounding: "tflm" }), expected);
    }
    assertEquals(found, table);
  });
}
