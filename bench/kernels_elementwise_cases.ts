import { makeScale, makeZeroPoint } from "../src/affine/mod.ts";
import type {
  ConvGeometry,
  Int8Buffer,
  KernelMemory,
  KernelSet,
  Run,
  WindowGeometry,
} from "../src/kernels/mod.ts";
import { windowOf } from "../tests/kernels/cases/geometries.ts";
import { seededRandom } from "../tests/kernels/random.ts";

/** One line of the table. */
export interface Case {
  readonly name: string;
  /** Multiply-accumulates, or elements, of a sample. */
  readonly work: number;
  bind(kernels: KernelSet, memory: KernelMemory, batch: number): Run;
}

type Kind = Int8Buffer["kind"];

const relu = { min: 0, max: Infinity };
const allCodes = { min: -128, max: 127 };

function floats(memory: KernelMemory, length: number): Float32Array {
  const data = memory.allocate("float32", length);
  data.set(seededRandom(1).floats(length, 4));
  return data;
}

function codes(
  memory: KernelMemory,
  { kind, elements, batch }: {
    readonly kind: Kind;
    readonly elements: number;
    readonly batch: number;
  },
): Int8Buffer {
  const data = memory.allocate("int8", elements * batch);
  data.set(seededRandom(2).codes(data.length));
  if (kind === "static") {
    return { kind, data, scale: makeScale(0.037), zeroPoint: makeZeroPoint(-5) };
  }
  return {
    kind,
    data,
    scales: memory.allocate("float32", batch).fill(0.031),
    zeroPoints: memory.allocate("int32", batch).fill(3),
    scaleFloor: 0,
  };
}

const weighted = (
  op: "conv2d" | "depthwiseConv2d",
  [size, channels, outputs]: readonly [number, number, number],
  kernel: number,
): Case => {
  const pad = (kernel - 1) / 2;
  const geometry: ConvGeometry = windowOf({
    input: [size, size, channels],
    channels: outputs,
    kernel: [kernel, kernel],
    pads: [pad, pad, pad, pad],
  });
  const weights = kernel * kernel * outputs * (op === "conv2d" ? channels : 1);
  return {
    name: `float32 ${op} ${kernel}x${kernel} ${channels}->${outputs} at ${size}x${size}`,
    work: size * size * weights,
    bind: (kernels, memory, batch) =>
      kernels.float32[op]({
        x: floats(memory, size * size * channels * batch),
        weights: floats(memory, weights),
        bias: floats(memory, outputs),
        y: memory.allocate("float32", size * size * outputs * batch),
        geometry,
        clamp: relu,
      }),
  };
};

const connected = (inputs: number, outputs: number): Case => ({
  name: `float32 fullyConnected ${inputs}->${outputs}`,
  work: inputs * outputs,
  bind: (kernels, memory, batch) =>
    kernels.float32.fullyConnected({
      x: floats(memory, inputs * batch),
      weights: floats(memory, inputs * outputs),
      bias: floats(memory, outputs),
      y: memory.allocate("float32", outputs * batch),
      geometry: { rows: 1, inputs, outputs },
      clamp: relu,
    }),
});

const product = {
  ...{ matrices: 1, m: 64, k: 64, n: 64, aPerSample: 4096, bPerSample: 4096 },
  aIndex: Int32Array.of(0),
  bIndex: Int32Array.of(0),
};

const matmul: readonly Case[] = [
  {
    name: "float32 matmul 64x64x64",
    work: 64 ** 3,
    bind: (kernels, memory, batch) =>
      kernels.float32.matmul({
        a: floats(memory, 4096 * batch),
        b: floats(memory, 4096 * batch),
        y: memory.allocate("float32", 4096 * batch),
        geometry: product,
        clamp: relu,
      }),
  },
  {
    name: "int8 matmul 64x64x64, static",
    work: 64 ** 3,
    bind(kernels, memory, batch) {
      const of = { kind: "static", elements: 4096, batch } as const;
      const [a, b, y] = [codes(memory, of), codes(memory, of), codes(memory, of)];
      return kernels.int8.matmul({ a, b, y, geometry: product, clamp: relu });
    },
  },
];

const elementwise = { elements: 8192, aPerSample: 8192, bPerSample: 8192 };

const pairFloat32 = (op: "add" | "mul"): Case => ({
  name: `float32 ${op}`,
  work: 8192,
  bind: (kernels, memory, batch) =>
    kernels.float32[op]({
      a: floats(memory, 8192 * batch),
      b: floats(memory, 8192 * batch),
      y: memory.allocate("float32", 8192 * batch),
      geometry: elementwise,
      clamp: relu,
    }),
});

const pairInt8 = (op: "add" | "mul", kind: Kind): Case => ({
  name: `int8 ${op}, ${kind}`,
  work: 8192,
  bind(kernels, memory, batch) {
    const of = { kind, elements: 8192, batch };
    const [a, b, y] = [codes(memory, of), codes(memory, of), codes(memory, of)];
    return kernels.int8[op]({ a, b, y, geometry: elementwise, clamp: relu });
  },
});

const unary = (op: "clamp" | "sigmoid" | "tanh" | "hardSwish"): Case => ({
  name: `float32 ${op}`,
  work: 4096,
  bind(kernels, memory, batch) {
    const x = floats(memory, 4096 * batch);
    const args = { x, y: memory.allocate("float32", x.length), elements: 4096 };
    return op === "clamp"
      ? kernels.float32.clamp({ ...args, clamp: relu })
      : kernels.float32[op](args);
  },
});

const pool = (
  op: "maxPool2d" | "averagePool2d",
  [size, channels]: readonly [number, number],
  kernel: number,
): readonly Case[] => {
  const geometry: WindowGeometry = windowOf({
    input: [size, size, channels],
    channels,
    kernel: [kernel, kernel],
    strides: [kernel, kernel],
  });
  const inputs = size * size * channels;
  const outputs = inputs / kernel ** 2;
  const name = `${op} ${kernel}x${kernel} of ${size}x${size}x${channels}`;
  return [
    {
      name: `float32 ${name}`,
      work: inputs,
      bind: (kernels, memory, batch) =>
        kernels.float32[op]({
          x: floats(memory, inputs * batch),
          y: memory.allocate("float32", outputs * batch),
          geometry,
        }),
    },
    {
      name: `int8 ${name}`,
      work: inputs,
      bind: (kernels, memory, batch) =>
        kernels.int8[op]({
          x: codes(memory, { kind: "static", elements: inputs, batch }).data,
          y: memory.allocate("int8", outputs * batch),
          geometry,
          codes: allCodes,
        }),
    },
  ];
};

const meanGeometry = {
  inputs: 4096,
  outputs: 64,
  count: 64,
  index: Int32Array.from({ length: 4096 }, (_, i) => (i % 64) * 64 + Math.floor(i / 64)),
};

const meanFloat32: Case = {
  name: "float32 mean of 64 positions",
  work: 4096,
  bind: (kernels, memory, batch) =>
    kernels.float32.mean({
      x: floats(memory, 4096 * batch),
      y: memory.allocate("float32", 64 * batch),
      geometry: meanGeometry,
    }),
};

const meanInt8 = (kind: Kind): Case => ({
  name: `int8 mean of 64 positions, ${kind}`,
  work: 4096,
  bind: (kernels, memory, batch) =>
    kernels.int8.mean({
      x: codes(memory, { kind, elements: 4096, batch }),
      y: codes(memory, { kind, elements: 64, batch }),
      geometry: meanGeometry,
    }),
});

const softmax: readonly Case[] = [
  {
    name: "float32 softmax of 10",
    work: 10,
    bind: (kernels, memory, batch) =>
      kernels.float32.softmax({
        x: floats(memory, 10 * batch),
        y: memory.allocate("float32", 10 * batch),
        geometry: { rows: 1, length: 10 },
      }),
  },
  {
    name: "int8 softmax of 10",
    work: 10,
    bind: (kernels, memory, batch) =>
      kernels.int8.softmax({
        x: codes(memory, { kind: "static", elements: 10, batch }),
        y: {
          kind: "static",
          data: memory.allocate("int8", 10 * batch),
          scale: makeScale(1 / 256),
          zeroPoint: makeZeroPoint(-128),
        },
        geometry: { rows: 1, length: 10 },
      }),
  },
];

const quantize = (kind: Kind, elements: number): Case => ({
  name: `quantize ${elements}, ${kind}`,
  work: elements,
  bind: (kernels, memory, batch) =>
    kernels.int8.quantize({
      x: floats(memory, elements * batch),
      y: codes(memory, { kind, elements, batch }),
      elements,
    }),
});

const dequantize: Case = {
  name: "dequantize",
  work: 4096,
  bind: (kernels, memory, batch) =>
    kernels.int8.dequantize({
      x: codes(memory, { kind: "static", elements: 4096, batch }),
      y: memory.allocate("float32", 4096 * batch),
      elements: 4096,
    }),
};

const requantize = (kind: Kind): Case => ({
  name: `int8 requantize by table, ${kind}`,
  work: 8192,
  bind(kernels, memory, batch) {
    const of = { kind, elements: 8192, batch };
    return kernels.int8.requantize({ x: codes(memory, of), y: codes(memory, of), elements: 8192 });
  },
});

const concat: readonly Case[] = (["moved", "requantized"] as const).map((how): Case => ({
  name: `int8 concat, ${how}`,
  work: 8192,
  bind(kernels, memory, batch) {
    const half = { kind: "static", elements: 4096, batch } as const;
    const xs = [codes(memory, half), codes(memory, half)];
    const y = codes(memory, { ...half, elements: 8192 });
    const geometry = { outer: 128, inners: [32, 32], perSample: [4096, 4096] };
    return how === "moved"
      ? kernels.move.concat({ xs: xs.map(({ data }) => data), y: y.data, ...geometry })
      : kernels.int8.concat({ xs, y, ...geometry });
  },
}));

const transpose = Int32Array.from({ length: 3072 }, (_, i) => (i % 3) * 1024 + Math.floor(i / 3));

const gather = (dtype: "float32" | "int8"): Case => ({
  name: `gather ${dtype}`,
  work: 3072,
  bind: (kernels, memory, batch) =>
    kernels.move.gather({
      x: memory.allocate(dtype, 3072 * batch),
      y: memory.allocate(dtype, 3072 * batch),
      inputs: 3072,
      index: transpose,
      fill: dtype === "float32" ? Float32Array.of(0) : Int32Array.of(0),
    }),
});

/** All lines. */
export const cases: readonly Case[] = [
  weighted("conv2d", [32, 3, 16], 3),
  weighted("conv2d", [32, 16, 16], 3),
  weighted("conv2d", [16, 32, 32], 3),
  weighted("conv2d", [8, 64, 64], 3),
  weighted("conv2d", [8, 64, 64], 1),
  weighted("conv2d", [14, 32, 32], 1),
  weighted("conv2d", [28, 1, 6], 5),
  weighted("depthwiseConv2d", [24, 64, 64], 3),
  connected(784, 128),
  ...matmul,
  ...(["add", "mul"] as const).map(pairFloat32),
  ...(["clamp", "sigmoid", "tanh", "hardSwish"] as const).map(unary),
  ...(["add", "mul"] as const).flatMap((op) => [pairInt8(op, "static"), pairInt8(op, "dynamic")]),
  ...pool("maxPool2d", [24, 6], 2),
  ...pool("maxPool2d", [28, 32], 2),
  ...pool("averagePool2d", [8, 64], 8),
  meanFloat32,
  meanInt8("static"),
  meanInt8("dynamic"),
  ...softmax,
  quantize("static", 784),
  quantize("dynamic", 784),
  quantize("dynamic", 16384),
  dequantize,
  requantize("static"),
  requantize("dynamic"),
  ...concat,
  gather("float32"),
  gather("int8"),
];
