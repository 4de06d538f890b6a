import type { ConvGeometry, KernelMemory, MatmulGeometry } from "../../src/kernels/mod.ts";
import { placed } from "./buffers.ts";
import { windowOf } from "./cases/geometries.ts";
import { type Random, seededRandom } from "./random.ts";
import { assertAgreement, edgyFloats, floatOutput } from "./wasm_agreement.ts";

const clamps = [
  { min: -Infinity, max: Infinity },
  { min: 0, max: Infinity },
  { min: 0, max: 6 },
  { min: -0.1, max: 0.7 },
  { min: 0.5, max: -0.5 },
  { min: -Infinity, max: -0 },
  { min: 1e-60, max: 1e300 },
  { min: NaN, max: 6 },
] as const;

/** A window that has at least one output position. */
function randomGeometry(random: Random, depthwise: boolean): ConvGeometry {
  for (;;) {
    const groups = random.pick([1, 1, 1, 2, 3]);
    const depth = random.pick([1, 2, 3, 4, 7, 8, 11]);
    const inputChannels = depthwise ? random.pick([1, 3, 4, 5, 8, 11, 16, 23]) : groups * depth;
    const each = depthwise ? inputChannels : groups;
    const perGroup = depthwise
      ? random.pick([1, 1, 1, 2, 5])
      : random.pick([1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 24, 31]);
    const side = () => random.pick([1, 2, 3, 5, 7, 9, 13]);
    const taps = () => random.pick([1, 1, 2, 3, 3, 5]);
    const pad = () => random.pick([0, 0, 1, 2, 3]);
    const step = () => random.pick([1, 1, 2, 3]);
    const geometry = windowOf({
      images: random.pick([1, 1, 1, 2]),
      input: [side(), side(), inputChannels],
      channels: each * perGroup,
      kernel: [taps(), taps()],
      strides: [step(), step()],
      dilations: [step(), step()],
      pads: [pad(), pad(), pad(), pad()],
      groups: depthwise ? 1 : groups,
    });
    if (geometry.outputHeight > 0 && geometry.outputWidth > 0) return geometry;
  }
}

const sizeOf = (g: ConvGeometry) => ({
  inputs: g.images * g.inputHeight * g.inputWidth * g.inputChannels,
  outputs: g.images * g.outputHeight * g.outputWidth * g.outputChannels,
  taps: g.kernelHeight * g.kernelWidth,
});

/** Operands of `op` in a memory; every second seed with NaN, infinities and signed zeros among them. */
function operands(
  memory: KernelMemory,
  seed: number,
  { inputs, weights, channels, outputs, samples }: {
    readonly inputs: number;
    readonly weights: number;
    readonly channels: number;
    readonly outputs: number;
    readonly samples: number;
  },
) {
  const random = seededRandom(seed + 1);
  const floats = (length: number) =>
    seed % 2 === 0
      ? edgyFloats(memory, random, { length, size: 2 })
      : placed(memory, "float32", random.floats(length, 2));
  return {
    x: floats(inputs * samples),
    weights: floats(weights),
    bias: random.integer(0, 2) > 0 ? floats(channels) : undefined,
    y: floatOutput(memory, outputs * (samples + 1)),
    clamp: random.pick(clamps),
  };
}

for (const op of ["conv2d", "depthwiseConv2d"] as const) {
  Deno.test(`wasm float32 ${op} equals the reference on random geometries`, () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = seededRandom(seed);
      const geometry = randomGeometry(random, op === "depthwiseConv2d");
      const samples = random.pick([1, 2, 3, 5]);
      const { inputs, outputs, taps } = sizeOf(geometry);
      const depth = op === "conv2d" ? geometry.inputChannels / geometry.groups : 1;
      assertAgreement((kernels, memory) => {
        const args = operands(memory, seed, {
          inputs,
          weights: taps * depth * geometry.outputChannels,
          channels: geometry.outputChannels,
          outputs,
          samples,
        });
        return { run: kernels.float32[op]({ ...args, geometry }), outputs: [args.y] };
      }, { samples, message: `seed ${seed}: ${JSON.stringify(geometry)}` });
    }
  });
}

Deno.test("wasm float32 fullyConnected equals the reference on random sizes", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = seededRandom(seed);
    const rows = random.pick([1, 1, 2, 3, 5, 67]);
    const [inputs, outputs] = [random.integer(1, 70), random.integer(1, 40)];
    const samples = random.pick([1, 2, 3, 4, 7]);
    assertAgreement((kernels, memory) => {
      const args = operands(memory, seed, {
        inputs: rows * inputs,
        weights: inputs * outputs,
        channels: outputs,
        outputs: rows * outputs,
        samples,
      });
      const geometry = { rows, inputs, outputs };
      return { run: kernels.float32.fullyConnected({ ...args, geometry }), outputs: [args.y] };
    }, { samples, message: `seed ${seed}: ${rows} x ${inputs} to ${outputs}` });
  }
});

Deno.test("wasm float32 matmul equals the reference on random sizes", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = seededRandom(seed);
    const [m, k, n] = [random.integer(1, 9), random.integer(1, 20), random.integer(1, 21)];
    const [aMatrices, bMatrices] = [random.integer(1, 3), random.integer(1, 3)];
    const matrices = random.integer(1, 4);
    const indices = (count: number) =>
      Int32Array.from({ length: matrices }, () => random.integer(0, count - 1));
    const geometry: MatmulGeometry = {
      matrices,
      m,
      k,
      n,
      aIndex: indices(aMatrices),
      bIndex: indices(bMatrices),
      aPerSample: aMatrices * m * k,
      bPerSample: random.pick([0, bMatrices * k * n]),
    };
    const samples = random.integer(1, 3);
    assertAgreement((kernels, memory) => {
      const data = seededRandom(seed + 1);
      const floats = (length: number) => edgyFloats(memory, data, { length, size: 3 });
      const y = floatOutput(memory, matrices * m * n * (samples + 1));
      const args = {
        a: floats(geometry.aPerSample * samples),
        b: floats(bMatrices * k * n * samples),
        clamp: data.pick(clamps),
      };
      return { run: kernels.float32.matmul({ ...args, y, geometry }), outputs: [y] };
    }, { samples, message: `seed ${seed}: ${JSON.stringify(geometry)}` });
  }
});
