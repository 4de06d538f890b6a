import { makeScale, makeZeroPoint } from "../../src/affine/mod.ts";
import { placed, staticOutput } from "./buffers.ts";
import { seededRandom } from "./random.ts";
import { assertAgreement } from "./wasm_agreement.ts";

/** Inputs, rows; with the largest codes the sums of 521 inputs pass 2^24, where float32 ends. */
const sizes = [[1, 1], [7, 3], [37, 1], [64, 2], [514, 1], [521, 1]] as const;

Deno.test("wasm int8 fully connected, rounded in float64, equals the reference", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = seededRandom(seed);
    const [inputs, rows] = sizes[seed % sizes.length]!;
    const outputs = random.pick([1, 5, 8, 19]);
    const extreme = random.integer(0, 1) === 1;
    const samples = random.integer(1, 3);
    const geometry = { rows, inputs, outputs };
    assertAgreement((kernels, memory) => {
      const data = seededRandom(seed + 1);
      const codes = (length: number) =>
        extreme ? new Int8Array(length).fill(127) : data.codes(length);
      const zeroPoint = makeZeroPoint(extreme ? -128 : data.integer(-128, 127));
      const y = staticOutput(memory, rows * outputs, {
        samples,
        parameters: { scale: 0.1, zeroPoint: data.integer(-128, 127) },
      });
      const weights = codes(inputs * outputs);
      if (extreme) weights.fill(-128, 0, inputs);
      // Extreme sums are brought back to codes, where a sum that is 1 off shows.
      const bias = Array.from({ length: outputs }, (_, c) => {
        const sum = extreme ? 255 * inputs * (c === 0 ? -128 : 127) : 0;
        return data.integer(-200, 200) - sum;
      });
      const run = kernels.int8.fullyConnected({
        x: {
          kind: "static",
          data: placed(memory, "int8", codes(samples * rows * inputs)),
          scale: makeScale(0.02),
          zeroPoint,
        },
        weights: {
          data: placed(memory, "int8", weights),
          scales: placed(memory, "float32", Array.from({ length: outputs }, () => 0.01)),
          zeroPoint: extreme ? 0 : data.pick([0, 0, 0, 3]),
        },
        geometry,
        output: {
          kind: "static-float64",
          y,
          bias: extreme || data.integer(0, 1) === 1 ? placed(memory, "int32", bias) : undefined,
          multipliers: Array.from(
            { length: outputs },
            () => data.pick([0.5, 2 ** -data.integer(1, 8), data.real()]),
          ),
          codes: data.pick([{ min: -128, max: 127 }, { min: -5, max: 90 }]),
        },
      });
      return { run, outputs: [y] };
    }, { samples, message: `seed ${seed}: ${JSON.stringify(geometry)}` });
  }
});
