// deno-lint-ignore-file no-console
/**
 * Speed of the weighted int8 kernels: `deno task bench:kernels [filter]`.
 *
 * For each op and shape at batch 1 and 32, GMAC/s of direct multiply-accumulates (taps in the padding
 * counted) of both builds of the WASM kernels and of the reference, their ratio, and the share of the
 * peak: what the same build reaches on a large matrix in the same run. "direct" is the convolution
 * that multiplies windows, where the kernel set takes Winograd's. Static outputs unless the name says
 * otherwise. Contenders alternate in one process, and each figure is the median of its rounds,
 * so that ratios hold on a busy machine where absolute figures do not.
 */
import { fixedPoint, makeScale, makeZeroPoint } from "../src/affine/mod.ts";
import type {
  ConvGeometry,
  Int8Buffer,
  KernelMemory,
  Run,
  WeightedOutput,
} from "../src/kernels/mod.ts";
import { referenceKernels } from "../src/kernels/reference/mod.ts";
import { directInt8 } from "../src/kernels/wasm/conv2d_int8.ts";
import { createWasmMemory, kernelModule, weightedInt8 } from "../src/kernels/wasm/mod.ts";
import { seededRandom } from "../tests/kernels/random.ts";

const rounds = 7;
const roundMs = 8;
const batches = [1, 32] as const;

type OutputKind = WeightedOutput["kind"];

/** One line of the table. */
interface Case {
  readonly name: string;
  readonly op: "conv2d" | "depthwiseConv2d" | "fullyConnected";
  readonly kind: OutputKind;
  readonly size: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
}

const conv = (size: number, inputs: number, outputs: number, kernel: number): Case => ({
  name: `conv ${kernel}x${kernel} ${inputs}->${outputs} ${size}x${size}`,
  op: "conv2d",
  kind: "static",
  ...{ size, inputs, outputs, kernel },
});
const depthwise = (size: number, channels: number): Case => ({
  name: `depthwise 3x3 ${channels} ${size}x${size}`,
  op: "depthwiseConv2d",
  kind: "static",
  ...{ size, inputs: channels, outputs: channels, kernel: 3 },
});
const connected = (inputs: number, outputs: number): Case => ({
  name: `fully connected ${inputs}->${outputs}`,
  op: "fullyConnected",
  kind: "static",
  ...{ size: 1, inputs, outputs, kernel: 1 },
});
const named = (kind: OutputKind, c: Case): Case => ({ ...c, kind, name: `${c.name} ${kind}` });

const peak = connected(2304, 256);
const shapes: readonly Case[] = [
  conv(32, 3, 16, 3),
  conv(32, 16, 16, 3),
  conv(16, 32, 32, 3),
  conv(8, 64, 64, 3),
  conv(8, 64, 64, 1),
  conv(14, 32, 32, 1),
  conv(28, 1, 6, 5),
  depthwise(24, 64),
  connected(784, 128),
  ...(["dynamic", "float32", "derived"] as const).flatMap((kind) => [
    named(kind, conv(32, 16, 16, 3)),
    named(kind, conv(16, 32, 32, 3)),
    named(kind, conv(8, 64, 64, 3)),
    named(kind, conv(8, 64, 64, 1)),
    named(kind, depthwise(24, 64)),
    named(kind, connected(784, 128)),
  ]),
];

/** Multiply-accumulates of a sample. */
function macs({ op, size, inputs, outputs, kernel }: Case): number {
  return size * size * kernel * kernel * outputs * (op === "depthwiseConv2d" ? 1 : inputs);
}

/** Binds a case for `batch` samples of seeded data. */
function bind(
  { op, kind, size, inputs, outputs, kernel }: Case,
  { kernels, memory, batch }: {
    readonly kernels: typeof weightedInt8;
    readonly memory: KernelMemory;
    readonly batch: number;
  },
): Run {
  const random = seededRandom(1);
  const reals = (values: readonly number[]) => {
    const array = memory.allocate("float32", values.length);
    array.set(values);
    return array;
  };
  const codes = (length: number, lo: number) => {
    const array = memory.allocate("int8", length);
    array.set(random.codes(length, { lo, hi: 127 }));
    return array;
  };
  const data = codes(batch * size * size * inputs, -128);
  const parameters = { scale: makeScale(0.02), zeroPoint: makeZeroPoint(-5) };
  const x: Int8Buffer = kind === "static" ? { kind: "static", data, ...parameters } : {
    kind: "dynamic",
    data,
    scales: reals(new Array(batch).fill(0.02)),
    zeroPoints: memory.allocate("int32", batch).fill(-5),
    scaleFloor: 0,
  };
  const length = batch * size * size * outputs;
  const taps = kernel * kernel * (op === "depthwiseConv2d" ? 1 : inputs);
  const yScale = 0.02 * 0.01 * 73 * 73 * Math.sqrt(taps) * 6 / 255; // about six deviations
  const y = { kind: "static", data: memory.allocate("int8", length), ...parameters } as const;
  const bias = reals(Array.from({ length: outputs }, () => random.real() - 0.5));
  const clamp = { min: 0, max: Infinity };
  const scales = Array.from({ length: outputs }, () => 0.005 + 0.01 * random.real());
  const output: WeightedOutput = kind === "static"
    ? {
      kind,
      y,
      bias: memory.allocate("int32", outputs).fill(1000),
      multipliers: scales.map((scale) => fixedPoint(0.02 * scale / yScale)),
      codes: { min: -128, max: 127 },
    }
    : kind === "derived"
    ? { kind, y: { ...y, scale: makeScale(yScale) }, bias, clamp }
    : kind === "dynamic"
    ? {
      kind,
      y: {
        kind,
        data: y.data,
        scales: memory.allocate("float32", batch),
        zeroPoints: memory.allocate("int32", batch),
        scaleFloor: 0,
      },
      bias,
      clamp,
    }
    : { kind, y: { kind, data: memory.allocate("float32", length) }, bias, clamp };
  const weights = { data: codes(outputs * taps, -127), scales: reals(scales), zeroPoint: 0 };
  if (op === "fullyConnected") {
    return kernels.fullyConnected({ x, weights, output, geometry: { rows: 1, inputs, outputs } });
  }
  const geometry: ConvGeometry = {
    images: 1,
    inputHeight: size,
    inputWidth: size,
    inputChannels: inputs,
    outputHeight: size,
    outputWidth: size,
    outputChannels: outputs,
    kernelHeight: kernel,
    kernelWidth: kernel,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: kernel >> 1,
    padLeft: kernel >> 1,
    groups: 1,
  };
  return op === "conv2d"
    ? kernels.conv2d({ x, weights, output, geometry })
    : kernels.depthwiseConv2d({ x, weights, output, geometry });
}

interface Contender {
  readonly run: Run;
  readonly batch: number;
  readonly macs: number;
  repeats: number;
  readonly rates: number[];
}

function time({ run, batch }: Contender, repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) run(batch);
  return performance.now() - start;
}

/** Past compilation, then as many repeats as fill a round. */
function warm(contender: Contender): void {
  let spentMs = 0;
  let repeats = 1;
  while (spentMs < 60) {
    const ms = time(contender, repeats);
    spentMs += ms;
    if (ms < roundMs) repeats *= 2;
  }
  contender.repeats = Math.max(1, Math.round(repeats * roundMs / time(contender, repeats)));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

const sets = {
  reference: () => ({ kernels: referenceKernels.int8, memory: referenceKernels.createMemory() }),
  simd: () => ({ kernels: weightedInt8, memory: createWasmMemory({ build: "simd" }) }),
  relaxed: () => ({ kernels: weightedInt8, memory: createWasmMemory({ build: "relaxed" }) }),
} as const;
const directKernels = { ...weightedInt8, conv2d: directInt8 };
type SetName = keyof typeof sets;
/** Kernels and a memory of theirs. */
interface BoundSet {
  readonly kernels: typeof weightedInt8;
  readonly memory: KernelMemory;
}
const names = (Object.keys(sets) as SetName[]).filter((name) =>
  name !== "relaxed" || kernelModule("relaxed") !== undefined
);

function contender(shape: Case, set: BoundSet, batch: number): Contender {
  const run = bind(shape, { ...set, batch });
  return { run, batch, macs: batch * macs(shape), repeats: 1, rates: [] };
}

/** The direct convolution of each build, for a shape that Winograd may take. */
function directContenders(shape: Case, batch: number): readonly Contender[] {
  if (shape.op !== "conv2d" || shape.kernel !== 3) return [];
  return names.slice(1).map((name) =>
    contender(shape, { ...sets[name](), kernels: directKernels }, batch)
  );
}

const filter = Deno.args[0] ?? "";
const header = [
  "shape",
  "batch",
  ...names.flatMap((n) => n === "reference" ? [n] : [n, "of peak", "direct"]),
];
console.log([...header, "over reference"].join(" | "));
for (const shape of shapes.filter(({ name }) => name.includes(filter))) {
  for (const batch of batches) {
    const peaks = names.slice(1).map((name) => contender(peak, sets[name](), 96));
    const contenders = names.map((name) => contender(shape, sets[name](), batch));
    const directs = directContenders(shape, batch);
    const all = [...contenders, ...directs, ...peaks];
    all.forEach(warm);
    for (let round = 0; round < rounds; round++) {
      for (const c of all) c.rates.push(c.macs * c.repeats / time(c, c.repeats) / 1e6);
    }
    const rates = contenders.map(({ rates }) => median(rates));
    const cells = rates.flatMap((rate, i) =>
      i === 0 ? [rate.toFixed(2)] : [
        rate.toFixed(1),
        `${(100 * rate / median(peaks[i - 1]!.rates)).toFixed(0)} %`,
        directs.length > 0 ? median(directs[i - 1]!.rates).toFixed(1) : "",
      ]
    );
    console.log([shape.name, batch, ...cells, (rates.at(-1)! / rates[0]!).toFixed(0)].join(" | "));
  }
}
