import type { KernelSet, Run, Unary } from "../../src/kernels/mod.ts";
import { placed } from "./buffers.ts";
import { seededRandom } from "./random.ts";
import { assertAgreement, edgyFloats, floatOutput, randomPool } from "./wasm_agreement.ts";

const clamps = [
  { min: -Infinity, max: Infinity },
  { min: 0, max: Infinity },
  { min: -0, max: 0 },
  { min: -0.1, max: 0.7 },
  { min: 0.5, max: -0.5 },
  { min: NaN, max: 6 },
] as const;

const unary: Readonly<Record<string, (kernels: KernelSet, args: Unary<Float32Array>) => Run>> = {
  ...Object.fromEntries(
    clamps.map((clamp) => [
      `clamp to [${clamp.min}, ${clamp.max}]`,
      (kernels: KernelSet, args: Unary<Float32Array>) => kernels.float32.clamp({ ...args, clamp }),
    ]),
  ),
  leakyRelu: (kernels, args) => kernels.float32.leakyRelu({ ...args, alpha: 0.3 }),
  sigmoid: (kernels, args) => kernels.float32.sigmoid(args),
  tanh: (kernels, args) => kernels.float32.tanh(args),
  hardSigmoid: (kernels, args) => kernels.float32.hardSigmoid({ ...args, alpha: 0.2, beta: 0.5 }),
  hardSwish: (kernels, args) => kernels.float32.hardSwish(args),
};

for (const [name, bind] of Object.entries(unary)) {
  Deno.test(`wasm float32 ${name} equals the reference from one element on`, () => {
    for (let elements = 1; elements <= 19; elements++) {
      assertAgreement((kernels, memory) => {
        const random = seededRandom(elements);
        const x = edgyFloats(memory, random, {
          length: elements * 3,
          size: random.pick([1, 9, 99]),
        });
        const y = floatOutput(memory, elements * 4);
        return { run: bind(kernels, { x, y, elements }), outputs: [y] };
      }, { samples: 3, message: `seed ${elements}` });
    }
  });

  Deno.test(`wasm float32 ${name} equals the reference all over [-128, 128]`, () => {
    const elements = 2 ** 16 + 1;
    assertAgreement((kernels, memory) => {
      // Steps of 2^-9 with some noise below them.
      const random = seededRandom(5);
      const values = Float32Array.from(
        { length: elements },
        (_, i) => (i - 2 ** 15 + random.real()) / 256,
      );
      const y = floatOutput(memory, elements);
      const x = placed(memory, "float32", values);
      return { run: bind(kernels, { x, y, elements }), outputs: [y] };
    }, { samples: 1, message: "seed 5" });
  });
}

for (const op of ["add", "sub", "mul"] as const) {
  Deno.test(`wasm float32 ${op} equals the reference, broadcast or not`, () => {
    for (let seed = 0; seed < 120; seed++) {
      const random = seededRandom(seed);
      const elements = random.integer(1, 40);
      const samples = random.integer(1, 3);
      const operandOf = () => {
        const size = random.integer(1, elements);
        const index = random.pick([true, false])
          ? Int32Array.from({ length: elements }, () => random.integer(0, size - 1))
          : undefined;
        const perSample = index ? size : elements;
        return { index, size: perSample, perSample: random.pick([0, perSample]) };
      };
      const [a, b] = [operandOf(), operandOf()];
      assertAgreement((kernels, memory) => {
        const data = seededRandom(seed + 1);
        const floats = (length: number) => edgyFloats(memory, data, { length, size: 5 });
        const y = floatOutput(memory, elements * (samples + 1));
        const run = kernels.float32[op]({
          a: floats(a.size * samples),
          b: floats(b.size * samples),
          y,
          geometry: {
            elements,
            ...(a.index && { aIndex: a.index }),
            ...(b.index && { bIndex: b.index }),
            aPerSample: a.perSample,
            bPerSample: b.perSample,
          },
          clamp: data.pick(clamps),
        });
        return { run, outputs: [y] };
      }, { samples, message: `seed ${seed}` });
    }
  });
}

for (const op of ["maxPool2d", "averagePool2d"] as const) {
  Deno.test(`wasm float32 ${op} equals the reference on random geometries`, () => {
    for (let seed = 0; seed < 100; seed++) {
      const geometry = randomPool(seededRandom(seed));
      const { images, inputHeight, inputWidth, inputChannels } = geometry;
      const outputs = images * geometry.outputHeight * geometry.outputWidth * inputChannels;
      assertAgreement((kernels, memory) => {
        const length = 3 * images * inputHeight * inputWidth * inputChannels;
        const x = edgyFloats(memory, seededRandom(seed + 1), { length, size: 3 });
        const y = floatOutput(memory, outputs * 4);
        return { run: kernels.float32[op]({ x, y, geometry }), outputs: [y] };
      }, { samples: 3, message: `seed ${seed}: ${JSON.stringify(geometry)}` });
    }
  });
}

Deno.test("wasm float32 mean equals the reference over positions and over channels", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = seededRandom(seed);
    const [count, outputs] = [random.integer(1, 20), random.integer(1, 21)];
    const positions = random.pick([true, false]);
    const index = Int32Array.from(
      { length: count * outputs },
      (_, i) => positions ? (i % count) * outputs + Math.floor(i / count) : i,
    );
    const geometry = { inputs: count * outputs, outputs, count, index };
    assertAgreement((kernels, memory) => {
      const length = 3 * count * outputs;
      const x = edgyFloats(memory, seededRandom(seed + 1), { length, size: 7 });
      const y = floatOutput(memory, outputs * 4);
      return { run: kernels.float32.mean({ x, y, geometry }), outputs: [y] };
    }, { samples: 3, message: `seed ${seed}: ${outputs} means of ${count}` });
  }
});

Deno.test("wasm float32 softmax equals the reference, rows with NaN and infinities too", () => {
  for (let seed = 0; seed < 80; seed++) {
    const random = seededRandom(seed);
    const geometry = { rows: random.integer(1, 4), length: random.integer(1, 37) };
    const elements = geometry.rows * geometry.length;
    assertAgreement((kernels, memory) => {
      const data = seededRandom(seed + 1);
      const length = 3 * elements;
      const x = seed % 3 === 0
        ? edgyFloats(memory, data, { length, size: 5 })
        : placed(memory, "float32", data.floats(length, data.pick([1, 30, 200])));
      const y = floatOutput(memory, elements * 4);
      return { run: kernels.float32.softmax({ x, y, geometry }), outputs: [y] };
    }, { samples: 3, message: `seed ${seed}: ${JSON.stringify(geometry)}` });
  }
});
