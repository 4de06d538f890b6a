import { assertEquals } from "@std/assert";
import {
  clamp,
  type FixedPoint,
  makeScale,
  makeZeroPoint,
  multiplyByFixedPoint,
} from "../../src/affine/mod.ts";
import { createWasmMemory } from "../../src/kernels/wasm/memory.ts";
import type { BuildName } from "../../src/kernels/wasm/modules.ts";
import { wasmKernels } from "../../src/kernels/wasm/wasm_kernels.ts";
import { dynamicOutput, inputBuffer, placed } from "./buffers.ts";
import { type Random, seededRandom } from "./random.ts";
import { assertAgreement, wasmBuilds } from "./wasm_agreement.ts";

/** Accumulators at the ends of int32, around 0, at and beside the middle of two codes, and any. */
function accumulators(random: Random, { multiplier, shift }: FixedPoint): Int32Array {
  const step = 2 ** (31 - shift) / multiplier;
  const middles = Array.from({ length: 262 }, (_, i) => Math.round((i - 130.5) * step));
  const held = (value: number) => clamp(value, -(2 ** 31), 2 ** 31 - 1);
  return Int32Array.from([
    ...[0, 1, -1, 2, -2, 2 ** 31 - 1, -(2 ** 31), 2 ** 30, -(2 ** 30)],
    ...middles.flatMap((middle) => [held(middle - 1), held(middle), held(middle + 1)]),
    ...Array.from({ length: 205 }, () => Math.round((random.real() - 0.5) * 2 ** 32)),
  ]);
}

/** Codes of accumulators: biases of a layer whose weights are 0, one channel each. */
function requantized(
  build: BuildName,
  accumulators: Int32Array,
  { zeroPoint, multipliers }: {
    readonly zeroPoint: number;
    readonly multipliers: readonly FixedPoint[];
  },
): readonly number[] {
  const memory = createWasmMemory({ build });
  const outputs = accumulators.length;
  const scale = makeScale(1);
  const y = memory.allocate("int8", outputs);
  wasmKernels.int8.fullyConnected({
    x: { kind: "static", data: memory.allocate("int8", 1), scale, zeroPoint: makeZeroPoint(0) },
    weights: {
      data: new Int8Array(outputs),
      scales: new Float32Array(outputs).fill(1),
      zeroPoint: 0,
    },
    geometry: { rows: 1, inputs: 1, outputs },
    output: {
      kind: "static",
      y: { kind: "static", data: y, scale, zeroPoint: makeZeroPoint(zeroPoint) },
      bias: accumulators,
      multipliers,
      codes: { min: -128, max: 127 },
    },
  })(1);
  return [...y];
}

const code = (accumulator: number, fixed: FixedPoint, zeroPoint: number) =>
  clamp((multiplyByFixedPoint(accumulator, fixed) + zeroPoint) | 0, -128, 127);

for (const build of wasmBuilds) {
  Deno.test(`the ${build} build requantizes at and beside every tie, for every right shift`, () => {
    for (let right = -3; right <= 31; right++) {
      const random = seededRandom(right + 40);
      for (const multiplier of [2 ** 30, 2 ** 31 - 1, random.integer(2 ** 30, 2 ** 31 - 1)]) {
        const fixed = { multiplier, shift: -right };
        const inputs = accumulators(random, fixed);
        const zeroPoint = random.pick([-128, 0, 3, 127]);
        const multipliers = Array.from(inputs, () => fixed);
        assertEquals(
          requantized(build, inputs, { zeroPoint, multipliers }),
          Array.from(inputs, (accumulator) => code(accumulator, fixed, zeroPoint)),
          `multiplier ${multiplier}, right shift ${right}, zero point ${zeroPoint}`,
        );
      }
    }
  });

  Deno.test(`the ${build} build requantizes channels whose shifts lie apart`, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const least = random.integer(-2, 14);
      const spread = random.integer(0, 10);
      const multipliers = Array.from({ length: 333 }, (): FixedPoint => {
        if (random.integer(0, 20) === 0) return { multiplier: 0, shift: 0 };
        const shift = -(least + random.integer(0, spread));
        return { multiplier: random.integer(2 ** 30, 2 ** 31 - 1), shift };
      });
      const inputs = Int32Array.from(
        multipliers,
        ({ shift }) => Math.round((random.real() - 0.5) * Math.min(2 ** (10 - shift), 2 ** 31)),
      );
      assertEquals(
        requantized(build, inputs, { zeroPoint: -5, multipliers }),
        multipliers.map((fixed, i) => code(inputs[i]!, fixed, -5)),
        `seed ${seed}`,
      );
    }
  });

  Deno.test(`the ${build} build holds ReLU on codes of a dynamic output, or on accumulators`, () => {
    // Both channels have one unit. In the second case the least accumulator, shifted left as the
    // multiplier asks, wraps to a positive one; in the third nothing is positive.
    const wrapping = -(2 ** 25 + 2 ** 20);
    for (const bias of [[-700, 500], [wrapping, 5], [wrapping, 0], [-3, -9], [200, 300]]) {
      assertAgreement((kernels, memory) => {
        const y = dynamicOutput(memory, 2, { samples: 1, scaleFloor: 0 });
        const run = kernels.int8.fullyConnected({
          x: inputBuffer(memory, {
            kind: "dynamic",
            codes: Int8Array.of(0),
            parameters: [{ scale: 1, zeroPoint: 0 }],
          }),
          weights: { data: new Int8Array(2), scales: Float32Array.of(1, 1), zeroPoint: 0 },
          geometry: { rows: 1, inputs: 1, outputs: 2 },
          output: {
            kind: "dynamic",
            y,
            bias: placed(memory, "float32", bias),
            clamp: { min: 0, max: Infinity },
          },
        });
        return { run, outputs: [y] };
      }, { samples: 1, message: `biases ${bias}`, build });
    }
  });
}
