import type { ClampRange } from "../../src/kernels/mod.ts";
import { inputBuffer, int8Output, type OutputKind } from "./buffers.ts";
import { seededRandom } from "./random.ts";
import { assertAgreement, wasmBuilds } from "./wasm_agreement.ts";

/** Every pair of codes, one a sample element. */
const pairs = 256 * 256;
const allA = Int8Array.from({ length: pairs }, (_, i) => (i >> 8) - 128);
const allB = Int8Array.from({ length: pairs }, (_, i) => (i & 255) - 128);

/**
 * The smaller scale over the larger: one that makes both multipliers 1/2, others just above and below
 * a power of two, so that every right shift up to 7 occurs, one beyond, and one that vanishes.
 */
const ratios = [1, 0.9999999, 0.75, 0.5, 0.4999999, 0.3, 0.2, 1 / 11, 0.05, 0.02]
  .concat([1 / 128, 0.0078124, 1e-4, 1e-12]);

/** Output steps in the larger scale: right shifts of the sum from 13 to 29, and a left shift. */
const steps = [0.9, 1.3, 1 / 31, 1 / 33, 1 / 63, 1 / 65, 40, 257, 511, 513, 1025, 1e-7];

const zeroPoints = [-128, 127, 0, 3] as const;
/** With a range of a few steps of the sum, a dynamic output shifts left. */
const clamps: readonly ClampRange[] = [
  { min: -1e-7, max: 3e-7 },
  { min: -Infinity, max: Infinity },
  { min: 0, max: Infinity },
  { min: -0.7, max: 3 },
  { min: 9e5, max: Infinity },
];

for (const build of wasmBuilds) {
  for (const kind of ["static", "derived", "dynamic"] as const) {
    Deno.test(`the ${build} build adds every pair of codes as the reference, ${kind}`, () => {
      ratios.forEach((ratio, r) => {
        const random = seededRandom(100 * r + 7);
        // A dynamic output finds its own scale.
        const cases = kind === "dynamic"
          ? clamps.map((clamp) => ({ step: 1, clamp }))
          : steps.map((step) => ({ step, clamp: random.pick(clamps) }));
        for (const { step, clamp } of cases) {
          const large = random.pick([0.02, 2 ** -5, 0.9]);
          const scales = random.pick([true, false])
            ? [large, large * ratio] as const
            : [large * ratio, large] as const;
          const points = [random.pick(zeroPoints), random.pick(zeroPoints)] as const;
          const output: OutputKind = kind === "dynamic"
            ? { kind, scaleFloor: random.pick([0, 0, large * 30]) }
            : {
              kind: "static",
              parameters: { scale: large * step, zeroPoint: random.pick(zeroPoints) },
            };
          assertAgreement((kernels, memory) => {
            const [a, b] = [allA, allB].map((codes, i) =>
              inputBuffer(memory, {
                kind: kind === "static" ? "static" : "dynamic",
                codes,
                parameters: [{ scale: scales[i]!, zeroPoint: points[i]! }],
              })
            ) as [ReturnType<typeof inputBuffer>, ReturnType<typeof inputBuffer>];
            const y = int8Output(memory, pairs, { samples: 1, output });
            const geometry = { elements: pairs, aPerSample: pairs, bPerSample: pairs };
            return { run: kernels.int8.add({ a, b, y, geometry, clamp }), outputs: [y] };
          }, {
            samples: 1,
            message: `ratio ${ratio}, scales ${scales}, zero points ${points}, step ${step}, ` +
              `clamp ${clamp.min} to ${clamp.max}`,
            build,
          });
        }
      });
    });
  }

  Deno.test(`the ${build} build adds samples of any length as the reference, in place too`, () => {
    for (let elements = 1; elements <= 49; elements++) {
      for (const kind of ["static", "dynamic"] as const) {
        for (const inPlace of [false, true]) {
          const seed = elements + (inPlace ? 100 : 0);
          assertAgreement((kernels, memory) => {
            const random = seededRandom(seed);
            const operand = (samples: number, least: number) =>
              inputBuffer(memory, {
                kind,
                codes: random.codes(elements * samples),
                parameters: Array.from({ length: kind === "static" ? 1 : samples }, () => ({
                  scale: 2 ** (least + random.real()),
                  zeroPoint: random.integer(-128, 127),
                })),
              });
            const a = operand(4, -4);
            const b = operand(1, -5);
            const output: OutputKind = kind === "dynamic"
              ? { kind, scaleFloor: 0 }
              : { kind, parameters: { scale: 0.1, zeroPoint: -20 } };
            const fresh = int8Output(memory, elements, { samples: 3, output });
            const y = inPlace ? { ...fresh, data: a.data } : fresh;
            const geometry = { elements, aPerSample: elements, bPerSample: 0 };
            const clamp = { min: 0, max: Infinity };
            const one = b.kind === "static" ? b : {
              ...b,
              scales: memory.allocate("float32", 4).fill(b.scales[0]!),
              zeroPoints: memory.allocate("int32", 4).fill(b.zeroPoints[0]!),
            };
            return { run: kernels.int8.add({ a, b: one, y, geometry, clamp }), outputs: [y] };
          }, { samples: 3, message: `seed ${seed}: ${elements} elements, ${kind}`, build });
        }
      }
    }
  });
}
