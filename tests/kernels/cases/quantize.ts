import { inputBuffer, int8Output, outputFloats, parametersIn, placed } from "../buffers.ts";
import { type ConformanceCase, contents, expectedOutputs } from "../conformance_case.ts";
import { hold, type Parameters, parametersOfRange, round } from "../oracle/arithmetic.ts";
import { seededRandom } from "../random.ts";
import { randomActivation, randomOutput } from "./pair_data.ts";

const samples = 3;
const elements = 53;
const f = Math.fround;

/** The code of a real: NaN is zero, infinities saturate. */
function codeOf(x: number, { scale, zeroPoint }: Parameters): number {
  return Number.isNaN(x) ? zeroPoint : hold(round(f(x / scale)) + zeroPoint, -128, 127);
}

const quantizeOne = (kind: "static" | "dynamic", seed: number): ConformanceCase => ({
  name: `quantize to ${kind}, seed ${seed}`,
  run(kernels) {
    const random = seededRandom(seed);
    const x = new Float32Array(elements * samples);
    for (let sample = 0; sample < samples; sample++) {
      x.set(random.floats(elements, random.pick([0.01, 1, 300])), sample * elements);
    }
    x.set([NaN, Infinity, -Infinity, 0], 5); // only the finite elements decide the range
    const output = randomOutput(random, kind, { lo: -9, hi: 1 });
    const memory = kernels.createMemory();
    const y = int8Output(memory, elements, { samples, output });
    kernels.int8.quantize({ x: placed(memory, "float32", x), y, elements })(samples);
    const expected = Array.from({ length: samples }, (_, sample) => {
      const reals = Array.from(x.subarray(sample * elements, (sample + 1) * elements));
      if (output.kind === "static") {
        return { values: reals.map((real) => codeOf(real, output.parameters)) };
      }
      const finite = reals.filter(Number.isFinite);
      const parameters = parametersOfRange(
        Math.min(...finite),
        Math.max(...finite),
        output.scaleFloor,
      );
      return { values: reals.map((real) => codeOf(real, parameters)), parameters };
    });
    return { actual: contents(y), expected: expectedOutputs(expected) };
  },
});

const dequantizeOne = (kind: "static" | "dynamic", seed: number): ConformanceCase => ({
  name: `dequantize from ${kind}, seed ${seed}`,
  run(kernels) {
    const x = randomActivation(seededRandom(seed), kind, { elements, samples });
    const memory = kernels.createMemory();
    const y = outputFloats(memory, elements, samples);
    kernels.int8.dequantize({ x: inputBuffer(memory, x), y, elements })(samples);
    const expected = Array.from({ length: samples }, (_, sample) => {
      const { scale, zeroPoint } = parametersIn(x, sample);
      const codes = Array.from(x.codes.subarray(sample * elements, (sample + 1) * elements));
      return { values: codes.map((code) => f(scale * (code - zeroPoint))) };
    });
    return { actual: { y }, expected: expectedOutputs(expected) };
  },
});

/** Into int8 and out of it. */
export const quantizeCases: readonly ConformanceCase[] = [10, 11, 12].flatMap((seed) =>
  (["static", "dynamic"] as const).flatMap((kind) => [
    quantizeOne(kind, seed),
    dequantizeOne(kind, seed),
  ])
);
