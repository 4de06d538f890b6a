import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import {
  type Int8Kernels,
  type KernelSet,
  kernelSetNames,
  kernelSets,
  type Run,
} from "../../src/kernels/mod.ts";
import { placed, staticOutput } from "./buffers.ts";

type Pair = readonly [scale: number, zeroPoint: number];

/** A case of `golden/tflm.json`, which `golden/tflm.py` makes; int8 arrays are hexadecimal. */
interface Golden {
  readonly op: string;
  readonly x: Pair;
  readonly a: Pair;
  readonly b: Pair;
  readonly y?: Pair;
  readonly alpha: number;
  readonly clamp: keyof typeof clamps;
  readonly input: string;
  readonly left: string;
  readonly right: string;
  readonly codes: string;
  readonly rows: number;
  readonly length: number;
  readonly count: number;
  readonly channels: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

const clamps = {
  none: { min: -Infinity, max: Infinity },
  relu: { min: 0, max: Infinity },
  relu6: { min: 0, max: 6 },
} as const;

const goldens: readonly Golden[] = JSON.parse(
  await Deno.readTextFile(fromFileUrl(new URL("golden/tflm.json", import.meta.url))),
);

function bytes(hex: string): Int8Array {
  return Int8Array.from(hex.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

const everyCode = Int8Array.from({ length: 256 }, (_, i) => i - 128);

/** Runs a case and returns its output. */
function run(kernels: KernelSet, golden: Golden, elements: number): Int8Array {
  const memory = kernels.createMemory();
  const input = (codes: Int8Array, [scale, zeroPoint]: Pair) => ({
    ...staticOutput(memory, 0, { samples: 0, parameters: { scale, zeroPoint } }),
    data: placed(memory, "int8", codes),
  });
  const [scale, zeroPoint] = golden.y ?? [1 / 256, -128];
  const y = staticOutput(memory, elements, { samples: 0, parameters: { scale, zeroPoint } });
  const bound = (): Run => {
    const unary = () => ({ x: input(everyCode, golden.x), y, elements });
    const pair = () => ({
      a: input(bytes(golden.left), golden.a),
      b: input(bytes(golden.right), golden.b),
      y,
    });
    const x = () => input(bytes(golden.input), golden.x);
    switch (golden.op) {
      case "sigmoid":
      case "tanh":
      case "hardSwish":
      case "requantize":
        return kernels.int8[golden.op satisfies keyof Int8Kernels](unary());
      case "relu":
        return kernels.int8.clamp({ ...unary(), clamp: clamps.relu });
      case "leakyRelu":
        return kernels.int8.leakyRelu({ ...unary(), alpha: golden.alpha });
      case "softmax": {
        const { rows, length } = golden;
        return kernels.int8.softmax({ x: x(), y, geometry: { rows, length } });
      }
      case "add":
      case "mul": {
        const geometry = { elements, aPerSample: elements, bPerSample: elements };
        return kernels.int8[golden.op]({ ...pair(), geometry, clamp: clamps[golden.clamp] });
      }
      case "mean": {
        const { count, channels } = golden;
        const index = Int32Array.from(
          { length: count * channels },
          (_, i) => (i % count) * channels + Math.floor(i / count),
        );
        const geometry = { inputs: count * channels, outputs: channels, count, index };
        return kernels.int8.mean({ x: x(), y, geometry });
      }
      case "matmul": {
        const { m, k, n } = golden;
        const only = Int32Array.of(0);
        const strides = { aPerSample: m * k, bPerSample: k * n };
        const geometry = { matrices: 1, m, k, n, aIndex: only, bIndex: only, ...strides };
        return kernels.int8.matmul({ ...pair(), geometry, clamp: clamps.none });
      }
      default:
        throw new Error(`Cannot run golden case: no op "${golden.op}"`);
    }
  };
  bound()(1);
  return y.data;
}

for (const name of kernelSetNames) {
  Deno.test(`the ${name} kernel set equals TensorFlow Lite Micro in ${goldens.length} cases`, () => {
    goldens.forEach((golden, i) => {
      const expected = bytes(golden.codes);
      const actual = run(kernelSets[name], golden, expected.length);
      assertEquals(actual, expected, `case ${i}, ${golden.op}`);
    });
  });
}
