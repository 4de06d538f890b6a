import type { Int8Buffer, KernelMemory, KernelSet, Run, Unary } from "../../src/kernels/mod.ts";
import { dynamicOutput, inputBuffer, int8Output, placed, untouched } from "./buffers.ts";
import { pairClamps, randomActivation, randomOutput } from "./cases/pair_data.ts";
import { type Random, seededRandom } from "./random.ts";
import { assertAgreement, edgyFloats, floatOutput, randomPool } from "./wasm_agreement.ts";

const kinds = ["static", "dynamic"] as const;

/** Ranges of scales, 2^lo to 2^hi: usual ones, and ones whose ratios vanish or saturate. */
const ranges = [[-7, 0], [-7, 0], [-100, 8], [-3, 8]] as const;

/** Usual clamps, and ones that move every accumulator far away. */
const clamps = [...pairClamps, { min: 5, max: 90 }, { min: -1e9, max: -1e8 }] as const;

const randomBuffer = (
  memory: KernelMemory,
  random: Random,
  { elements, samples }: { readonly elements: number; readonly samples: number },
): Int8Buffer => {
  const [lo, hi] = random.pick(ranges);
  const kind = random.pick(kinds);
  return inputBuffer(memory, randomActivation(random, kind, { elements, samples, lo, hi }));
};

const outputBuffer = (
  memory: KernelMemory,
  random: Random,
  { elements, samples }: { readonly elements: number; readonly samples: number },
): Int8Buffer => {
  const output = randomOutput(random, random.pick(kinds), { lo: random.pick([-9, -13]), hi: 3 });
  return int8Output(memory, elements, { samples, output });
};

for (const op of ["add", "sub", "mul"] as const) {
  Deno.test(`wasm int8 ${op} equals the reference, broadcast or not`, () => {
    for (let seed = 0; seed < 400; seed++) {
      const random = seededRandom(seed);
      const elements = random.pick([random.integer(1, 40), 1023, 1024, 1025, 2051]);
      const samples = random.integer(1, 3);
      const index = () =>
        random.pick([true, false, false])
          ? Int32Array.from({ length: elements }, () => random.integer(0, elements - 1))
          : undefined;
      const [aIndex, bIndex] = [index(), index()];
      const geometry = {
        elements,
        ...(aIndex && { aIndex }),
        ...(bIndex && { bIndex }),
        aPerSample: elements,
        bPerSample: random.pick([0, elements]),
      };
      assertAgreement((kernels, memory) => {
        const data = seededRandom(seed + 1);
        const a = randomBuffer(memory, data, { elements, samples });
        const b = randomBuffer(memory, data, { elements, samples });
        const y = outputBuffer(memory, data, { elements, samples });
        const clamp = data.pick(clamps);
        return { run: kernels.int8[op]({ a, b, y, geometry, clamp }), outputs: [y] };
      }, { samples, message: `seed ${seed}: ${elements} elements` });
    }
  });
}

Deno.test("wasm int8 mul equals the reference with accumulators at the end of int32", () => {
  // The range passes the largest float32, so that the multiplier is larger than the range asks for:
  // just below 2^-15, where INT32_MAX leaves no room for rounding.
  for (let ulps = -4; ulps <= 4; ulps++) {
    assertAgreement((kernels, memory) => {
      const of = (scale: number) =>
        inputBuffer(memory, {
          kind: "dynamic",
          codes: Int8Array.from({ length: 17 }, (_, i) => i),
          parameters: [{ scale, zeroPoint: 0 }],
        });
      const y = dynamicOutput(memory, 17, { samples: 1, scaleFloor: 0 });
      const run = kernels.int8.mul({
        a: of(2 ** 52),
        b: of(2 ** 52 * (256 / 255 + ulps * 2 ** -23)),
        y,
        geometry: { elements: 17, aPerSample: 17, bPerSample: 17 },
        clamp: { min: 1e300, max: Infinity },
      });
      return { run, outputs: [y] };
    }, { samples: 1, message: `${ulps} ulps` });
  }
});

Deno.test("wasm int8 matmul equals the reference on random sizes", () => {
  for (let seed = 0; seed < 150; seed++) {
    const random = seededRandom(seed);
    const [m, k, n] = [random.integer(1, 9), random.integer(1, 20), random.integer(1, 21)];
    const [aMatrices, bMatrices] = [random.integer(1, 3), random.integer(1, 3)];
    const matrices = random.integer(1, 4);
    const indices = (count: number) =>
      Int32Array.from({ length: matrices }, () => random.integer(0, count - 1));
    const geometry = {
      ...{ matrices, m, k, n },
      aIndex: indices(aMatrices),
      bIndex: indices(bMatrices),
      aPerSample: aMatrices * m * k,
      bPerSample: random.pick([0, bMatrices * k * n]),
    };
    assertAgreement((kernels, memory) => {
      const data = seededRandom(seed + 1);
      const a = randomBuffer(memory, data, { elements: geometry.aPerSample, samples: 3 });
      const b = randomBuffer(memory, data, { elements: bMatrices * k * n, samples: 3 });
      const y = outputBuffer(memory, data, { elements: matrices * m * n, samples: 3 });
      const clamp = data.pick(clamps);
      return { run: kernels.int8.matmul({ a, b, y, geometry, clamp }), outputs: [y] };
    }, { samples: 3, message: `seed ${seed}: ${JSON.stringify(geometry)}` });
  }
});

Deno.test("wasm int8 mean equals the reference over positions and over channels", () => {
  for (let seed = 0; seed < 150; seed++) {
    const random = seededRandom(seed);
    const [count, outputs] = [random.pick([1, 2, 7, 49, 300]), random.integer(1, 21)];
    const positions = random.integer(0, 4) > 0;
    const index = Int32Array.from(
      { length: count * outputs },
      (_, i) => positions ? (i % count) * outputs + Math.floor(i / count) : i,
    );
    const geometry = { inputs: count * outputs, outputs, count, index };
    assertAgreement((kernels, memory) => {
      const data = seededRandom(seed + 1);
      const x = randomBuffer(memory, data, { elements: count * outputs, samples: 3 });
      const y = outputBuffer(memory, data, { elements: outputs, samples: 3 });
      return { run: kernels.int8.mean({ x, y, geometry }), outputs: [y] };
    }, { samples: 3, message: `seed ${seed}: ${outputs} means of ${count}` });
  }
});

for (const op of ["maxPool2d", "averagePool2d"] as const) {
  Deno.test(`wasm int8 ${op} equals the reference on random geometries`, () => {
    for (let seed = 0; seed < 150; seed++) {
      const random = seededRandom(seed);
      const geometry = randomPool(random);
      const { images, inputHeight, inputWidth, inputChannels } = geometry;
      const outputs = images * geometry.outputHeight * geometry.outputWidth * inputChannels;
      const codes = random.pick([{ min: -128, max: 127 }, { min: -5, max: 90 }]);
      assertAgreement((kernels, memory) => {
        const length = 3 * images * inputHeight * inputWidth * inputChannels;
        const x = placed(memory, "int8", seededRandom(seed + 1).codes(length));
        const y = memory.allocate("int8", outputs * 4).fill(untouched);
        return { run: kernels.int8[op]({ x, y, geometry, codes }), outputs: [y] };
      }, { samples: 3, message: `seed ${seed}: ${JSON.stringify(geometry)}` });
    }
  });
}

Deno.test("wasm int8 averagePool2d rounds every sum of a window as the reference", () => {
  for (const count of [2, 3, 5, 7, 12, 49]) {
    const geometry = { images: 1, inputHeight: count, inputWidth: 1, inputChannels: 1 };
    assertAgreement((kernels, memory) => {
      const samples = 255 * count;
      // Sums one apart: cells of sample s are those of an even split of its sum.
      const values = Array.from(
        { length: samples },
        (_, s) => Array.from({ length: count }, (_, i) => -128 + Math.floor((s + i) / count)),
      ).flat();
      const y = memory.allocate("int8", samples);
      const run = kernels.int8.averagePool2d({
        x: placed(memory, "int8", values),
        y,
        geometry: {
          ...geometry,
          outputHeight: 1,
          outputWidth: 1,
          outputChannels: 1,
          kernelHeight: count,
          kernelWidth: 1,
          strideHeight: 1,
          strideWidth: 1,
          dilationHeight: 1,
          dilationWidth: 1,
          padTop: 0,
          padLeft: 0,
        },
        codes: { min: -128, max: 127 },
      });
      return { run: () => run(samples), outputs: [y] };
    }, { samples: 1, message: `windows of ${count}` });
  }
});

const unary: Readonly<Record<string, (kernels: KernelSet, args: Unary<Int8Buffer>) => Run>> = {
  clamp: (kernels, args) => kernels.int8.clamp({ ...args, clamp: { min: -0.5, max: 2 } }),
  leakyRelu: (kernels, args) => kernels.int8.leakyRelu({ ...args, alpha: 0.3 }),
  hardSwish: (kernels, args) => kernels.int8.hardSwish(args),
  requantize: (kernels, args) => kernels.int8.requantize(args),
  sigmoid: (kernels, args) => kernels.int8.sigmoid(args),
};

for (const [name, bind] of Object.entries(unary)) {
  Deno.test(`wasm int8 ${name} equals the reference, few elements and many`, () => {
    for (let seed = 0; seed < 24; seed++) {
      const random = seededRandom(seed);
      const elements = random.pick([1, 7, 1023, 1025, 1500]);
      assertAgreement((kernels, memory) => {
        const data = seededRandom(seed + 1);
        const lo = data.integer(-128, 100);
        const range = { lo, hi: data.integer(lo, 127) };
        const x = randomBuffer(memory, data, { elements, samples: 3 });
        x.data.set(data.codes(elements * 3, range));
        const y = outputBuffer(memory, data, { elements, samples: 3 });
        return { run: bind(kernels, { x, y, elements }), outputs: [y] };
      }, { samples: 3, message: `seed ${seed}: ${elements} elements` });
    }
  });
}

Deno.test("wasm int8 concat equals the reference, small inputs and large", () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = seededRandom(seed);
    const outer = random.pick([1, 3, 64]);
    const inners = Array.from({ length: random.integer(1, 3) }, () => random.pick([1, 5, 17, 40]));
    const perSample = inners.map((inner) => random.pick([0, outer * inner]));
    const elements = outer * inners.reduce((sum, inner) => sum + inner, 0);
    assertAgreement((kernels, memory) => {
      const data = seededRandom(seed + 1);
      const xs = inners.map((inner) =>
        randomBuffer(memory, data, { elements: outer * inner, samples: 3 })
      );
      const y = outputBuffer(memory, data, { elements, samples: 3 });
      return { run: kernels.int8.concat({ xs, y, outer, inners, perSample }), outputs: [y] };
    }, { samples: 3, message: `seed ${seed}: ${outer} x ${inners}` });
  }
});

Deno.test("wasm int8 softmax equals the reference on every code", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = seededRandom(seed);
    const geometry = { rows: random.integer(1, 3), length: random.pick([1, 2, 10, 256, 5000]) };
    const elements = geometry.rows * geometry.length;
    assertAgreement((kernels, memory) => {
      const data = seededRandom(seed + 1);
      const [lo, hi] = data.pick([[-12, -2], [-30, 5], [-100, -20], [3, 6]] as const);
      const kind = data.pick(kinds);
      const activation = randomActivation(data, kind, { elements, samples: 2, lo, hi });
      const x = inputBuffer(memory, activation);
      const parameters = { scale: 1 / 256, zeroPoint: -128 };
      const y = int8Output(memory, elements, {
        samples: 2,
        output: { kind: "static", parameters },
      });
      if (y.kind !== "static") throw new TypeError("Expected a static output");
      return { run: kernels.int8.softmax({ x, y, geometry }), outputs: [y] };
    }, { samples: 2, message: `seed ${seed}: ${JSON.stringify(geometry)}` });
  }
});

Deno.test("wasm quantize and dequantize equal the reference on random values", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = seededRandom(seed);
    const elements = random.integer(1, 50);
    assertAgreement((kernels, memory) => {
      const data = seededRandom(seed + 1);
      const size = data.pick([1e-38, 0.01, 1, 300, 3e38]);
      const length = 3 * elements;
      const x = seed % 2 === 0
        ? edgyFloats(memory, data, { length, size })
        : placed(memory, "float32", data.floats(length, size));
      const y = outputBuffer(memory, data, { elements, samples: 3 });
      const reals = floatOutput(memory, 4 * elements);
      const quantize = kernels.int8.quantize({ x, y, elements });
      const dequantize = kernels.int8.dequantize({ x: y, y: reals, elements });
      const run = (samples: number) => {
        quantize(samples);
        dequantize(samples);
      };
      return { run, outputs: [y, reals] };
    }, { samples: 3, message: `seed ${seed}: ${elements} elements` });
  }
});

Deno.test("wasm quantize rounds at and beside every tie as the reference", () => {
  const bits = new Int32Array(1);
  const float = new Float32Array(bits.buffer);
  const values: number[] = [];
  for (let tie = 0.5; tie < 300; tie++) {
    float[0] = tie;
    const centre = bits[0]!;
    for (let ulp = -3; ulp <= 3; ulp++) {
      bits[0] = centre + ulp;
      values.push(float[0]!, -float[0]!);
    }
  }
  values.push(2 ** 23, -(2 ** 23) - 1, 2 ** 24 + 2, 2 ** 31, -(2 ** 31), 1e30, -1e30);
  assertAgreement((kernels, memory) => {
    const y = int8Output(memory, values.length, {
      samples: 1,
      output: { kind: "static", parameters: { scale: 1, zeroPoint: 3 } },
    });
    const x = placed(memory, "float32", values);
    return {
      run: kernels.int8.quantize({ x, y, elements: values.length }),
      outputs: [y],
    };
  }, { samples: 1, message: "ties" });
});

Deno.test("wasm quantize holds a dynamic scale at its floor as the reference", () => {
  for (const scaleFloor of [0, 1e-3, 1, 1 + 1e-12, 1 + 2 ** -20, 7]) {
    for (const x of [[0, -0], [3, -1], [1e-30, 0], [-500, 2]]) {
      assertAgreement((kernels, memory) => {
        const y = dynamicOutput(memory, x.length, { samples: 1, scaleFloor });
        const args = { x: placed(memory, "float32", x), y, elements: x.length };
        return { run: kernels.int8.quantize(args), outputs: [y] };
      }, { samples: 1, message: `floor ${scaleFloor}, values ${x}` });
    }
  }
});

for (const dtype of ["float32", "int8"] as const) {
  Deno.test(`wasm gather and concat of ${dtype} equal the reference`, () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = seededRandom(seed);
      const [inputs, outputs] = [random.integer(1, 30), random.integer(1, 30)];
      const index = Int32Array.from({ length: outputs }, () => random.integer(-1, inputs - 1));
      const fillDtype = dtype === "float32" ? random.pick(["float32", "int32"] as const) : "int32";
      const fills = random.pick([1, 3]);
      assertAgreement((kernels, memory) => {
        const data = seededRandom(seed + 1);
        const x = placed(memory, dtype, data.codes(inputs * 3));
        const y = memory.allocate(dtype, outputs * 4).fill(untouched);
        const both = memory.allocate(dtype, (inputs + outputs) * 4).fill(untouched);
        const values = Array.from({ length: fills }, () => data.integer(-128, 127));
        const fill = fills === 1
          ? (fillDtype === "float32" ? Float32Array.from(values) : Int32Array.from(values))
          : placed(memory, fillDtype, values);
        const gather = kernels.move.gather({ x, y, inputs, index, fill });
        const perSample = [inputs, data.pick([0, outputs])];
        const inners = [inputs, outputs];
        const concat = kernels.move.concat({ xs: [x, y], y: both, outer: 1, inners, perSample });
        const run = (samples: number) => {
          gather(samples);
          concat(samples);
        };
        return { run, outputs: [y, both] };
      }, { samples: 3, message: `seed ${seed}: ${inputs} to ${outputs}` });
    }
  });
}
