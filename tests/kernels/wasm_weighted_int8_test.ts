import { assert, assertEquals, assertThrows } from "@std/assert";
import { fixedPoint, makeScale, makeZeroPoint } from "../../src/affine/mod.ts";
import type {
  ClampRange,
  ConvGeometry,
  Int8Buffer,
  Int8Kernels,
  KernelMemory,
  MatrixGeometry,
  Run,
  WeightedOutput,
} from "../../src/kernels/mod.ts";
import { referenceKernels } from "../../src/kernels/reference/mod.ts";
import { createWasmMemory } from "../../src/kernels/wasm/memory.ts";
import { type BuildName, kernelModule } from "../../src/kernels/wasm/modules.ts";
import { planLayout } from "../../src/kernels/wasm/plan.ts";
import { wasmKernels } from "../../src/kernels/wasm/wasm_kernels.ts";
import { placed, untouched } from "./buffers.ts";
import { windowOf } from "./cases/geometries.ts";
import { contents, difference, type Outputs } from "./conformance_case.ts";
import { type Random, seededRandom } from "./random.ts";

const kinds = ["static", "derived", "dynamic", "float32"] as const;
const builds = (["simd", "relaxed"] as const).filter((build) => kernelModule(build) !== undefined);
const clamps: readonly ClampRange[] = [
  { min: -Infinity, max: Infinity },
  { min: 0, max: Infinity },
  { min: 0, max: 6 },
  { min: -0.3, max: 0.7 },
  { min: -Infinity, max: 0 },
  { min: -0, max: 1e-3 },
  { min: NaN, max: 6 },
];

/** An op of some shape. */
type Shape =
  | { readonly op: "conv2d" | "depthwiseConv2d"; readonly geometry: ConvGeometry }
  | { readonly op: "fullyConnected"; readonly geometry: MatrixGeometry };

/** Elements of a sample and of the weights. */
function sizesOf(shape: Shape) {
  if (shape.op === "fullyConnected") {
    const { rows, inputs, outputs: channels } = shape.geometry;
    return { x: rows * inputs, y: rows * channels, channels, taps: inputs };
  }
  const { geometry: g } = shape;
  const depth = shape.op === "conv2d" ? g.inputChannels / g.groups : 1;
  return {
    x: g.images * g.inputHeight * g.inputWidth * g.inputChannels,
    y: g.images * g.outputHeight * g.outputWidth * g.outputChannels,
    channels: g.outputChannels,
    taps: g.kernelHeight * g.kernelWidth * depth,
  };
}

/** A convolution with at least one output. */
function randomWindow(random: Random, op: "conv2d" | "depthwiseConv2d"): Shape {
  for (;;) {
    const groups = random.pick([1, 1, 1, 2, 3]);
    const channels = random.pick([1, 3, 4, 8, 12, 16, 21, 32]);
    const depthwise = op === "depthwiseConv2d";
    const side = () => random.pick([1, 2, 3, 5, 8, 13]);
    const taps = () => random.pick([1, 1, 2, 3, 3, 3, 5]);
    const pad = () => random.pick([0, 0, 1, 1, 2, 3]);
    const step = () => random.pick([1, 1, 1, 2, 3]);
    const square = random.pick([true, false]) ? 3 : undefined;
    const geometry = windowOf({
      images: random.pick([1, 1, 2]),
      input: [side(), side(), depthwise ? channels : groups * random.pick([1, 2, 3, 4, 7, 16])],
      channels: depthwise
        ? channels * random.pick([1, 1, 1, 2, 3])
        : groups * random.pick([1, 2, 5, 8, 9, 16, 23]),
      kernel: [square ?? taps(), square ?? taps()],
      strides: [step(), step()],
      dilations: square ? [1, 1] : [step(), step()],
      pads: [pad(), pad(), pad(), pad()],
      groups: depthwise ? 1 : groups,
    });
    if (geometry.outputHeight > 0 && geometry.outputWidth > 0) return { op, geometry };
  }
}

function randomShape(random: Random): Shape {
  const op = random.pick(["conv2d", "conv2d", "depthwiseConv2d", "fullyConnected"] as const);
  if (op !== "fullyConnected") return randomWindow(random, op);
  const rows = random.pick([1, 1, 2, 7, 31, 60]);
  const inputs = random.pick([1, 2, 3, 4, 5, 13, 64, 257]);
  return { op, geometry: { rows, inputs, outputs: random.pick([1, 2, 8, 10, 16, 27, 48]) } };
}

interface Memory {
  readonly kernels: Pick<Int8Kernels, "conv2d" | "depthwiseConv2d" | "fullyConnected">;
  readonly memory: KernelMemory;
}

/**
 * Binds a shape with seeded data: a run and what it writes. The spread of the multipliers decides
 * how a static output is requantized: alike, apart, or shifted left too.
 */
function bind(
  { kernels, memory }: Memory,
  shape: Shape,
  { kind, seed, samples }: {
    readonly kind: WeightedOutput["kind"];
    readonly seed: number;
    readonly samples: number;
  },
): { readonly run: Run; readonly outputs: () => Outputs } {
  const random = seededRandom(seed);
  const sizes = sizesOf(shape);
  const idle = samples + 1;
  const scale = (lo: number, hi: number) => Math.fround(2 ** (lo + random.real() * (hi - lo)));
  const zeroPoint = () => random.pick([-128, 127, 0, random.integer(-128, 127)]);
  const data = placed(memory, "int8", random.codes(sizes.x * samples));
  const xStatic = kind === "static" || random.pick([true, false]);
  const x: Int8Buffer = xStatic
    ? {
      kind: "static",
      data,
      scale: makeScale(scale(-7, 1)),
      zeroPoint: makeZeroPoint(zeroPoint()),
    }
    : {
      kind: "dynamic",
      data,
      scales: placed(memory, "float32", Array.from({ length: samples }, () => scale(-7, 1))),
      zeroPoints: placed(memory, "int32", Array.from({ length: samples }, zeroPoint)),
      scaleFloor: 0,
    };
  const spread = random.pick([0, 2, 8]);
  const scales = Array.from({ length: sizes.channels }, () => scale(-9 - spread, -9));
  const weights = {
    data: placed(
      memory,
      "int8",
      random.codes(
        sizes.channels * sizes.taps,
        random.pick([{ lo: -127, hi: 127 }, {
          lo: -3,
          hi: 9,
        }]),
      ),
    ),
    scales: placed(memory, "float32", scales),
    zeroPoint: random.pick([0, 0, 0, 0, 12, -128]),
  };
  const xScale = x.kind === "static" ? x.scale : x.scales[0]!;
  const yScale = makeScale(xScale * 2 ** -9 * 73 * 73 * Math.sqrt(sizes.taps) / 40);
  const biases = random.pick([true, false])
    ? random.floats(sizes.channels, 20 * yScale)
    : undefined;
  const bias = biases && placed(memory, "float32", biases);
  const clamp = random.pick(clamps);
  const length = sizes.y * idle;
  const codes = memory.allocate("int8", length).fill(untouched);
  const y = {
    kind: "static",
    data: codes,
    scale: yScale,
    zeroPoint: makeZeroPoint(zeroPoint()),
  } as const;
  const output: WeightedOutput = kind === "static"
    ? {
      kind,
      y,
      bias: biases &&
        placed(memory, "int32", biases.map((b, c) => Math.round(b / (xScale * scales[c]!)))),
      multipliers: scales.map((s) =>
        random.integer(0, 30) === 0
          ? fixedPoint(random.pick([0, 2 ** -40, 0.75, 3]))
          : fixedPoint(xScale * s / yScale)
      ),
      codes: random.pick([{ min: -128, max: 127 }, { min: -17, max: 99 }]),
    }
    : kind === "derived"
    ? { kind, y, bias, clamp: Number.isNaN(clamp.min) ? clamps[0]! : clamp }
    : kind === "dynamic"
    ? {
      kind,
      y: {
        kind,
        data: codes,
        scales: memory.allocate("float32", idle).fill(untouched),
        zeroPoints: memory.allocate("int32", idle).fill(untouched),
        scaleFloor: random.pick([0, 0, yScale * 2]),
      },
      bias,
      clamp,
    }
    : {
      kind,
      y: { kind, data: memory.allocate("float32", length).fill(untouched) },
      bias,
      clamp,
    };
  const args = { x, weights, output };
  const run = shape.op === "fullyConnected"
    ? kernels.fullyConnected({ ...args, geometry: shape.geometry })
    : kernels[shape.op]({ ...args, geometry: shape.geometry });
  const outputs = () =>
    output.kind === "float32" ? { y: output.y.data } : contents(output.y as Int8Buffer);
  return { run, outputs };
}

/** Fails where a build differs from the reference in any byte, idle samples included. */
function assertAgreement(build: BuildName, shape: Shape, seed: number): void {
  for (const kind of kinds) {
    const samples = 1 + seed % 4;
    const options = { kind, seed, samples };
    const expected = bind(
      { kernels: referenceKernels.int8, memory: referenceKernels.createMemory() },
      shape,
      options,
    );
    const actual = bind(
      { kernels: wasmKernels.int8, memory: createWasmMemory({ build }) },
      shape,
      options,
    );
    for (const count of new Set([samples, 1])) {
      expected.run(count);
      actual.run(count);
      assertEquals(
        difference(actual.outputs(), expected.outputs()),
        undefined,
        `${kind} output, ${count} of ${samples} samples, seed ${seed}: ${JSON.stringify(shape)}`,
      );
    }
  }
}

for (const build of builds) {
  Deno.test(`the ${build} build equals the reference for random weighted int8 ops`, () => {
    for (let seed = 1; seed <= 400; seed++) {
      assertAgreement(build, randomShape(seededRandom(seed)), seed);
    }
  });

  Deno.test(`the ${build} build equals the reference for depthwise 3x3 in columns of rows`, () => {
    for (const [seed, stride] of [1, 2, 1, 3].entries()) {
      for (const input of [[5, 7, 16], [4, 3, 8], [1, 9, 36]] as const) {
        const channels = input[2];
        const geometry = windowOf({
          ...{ input, channels, kernel: [3, 3] },
          ...{ strides: [stride, stride], pads: [1, 1, 1, 1] },
        });
        assertAgreement(build, { op: "depthwiseConv2d", geometry }, seed + 1);
      }
    }
  });
}

Deno.test("kernels of few channels put neighbouring positions abreast and equal the reference", () => {
  const shapes = [
    windowOf({ input: [28, 28, 1], channels: 6, kernel: [5, 5], pads: [2, 2, 2, 2] }),
    windowOf({ input: [6, 10, 1], channels: 2, kernel: [3, 3] }),
    windowOf({ input: [5, 9, 2], channels: 5, kernel: [1, 3], strides: [1, 2] }),
  ];
  for (const build of builds) {
    for (const [i, geometry] of shapes.entries()) {
      for (const seed of [1, 2, 3]) {
        assertAgreement(build, { op: "conv2d", geometry }, 10 * i + seed);
      }
    }
  }
});

Deno.test("the relaxed build multiplies bytes, exactly or not at all", () => {
  const module = kernelModule("relaxed");
  if (module !== undefined) assertEquals(module.operands.bytes, 1);
  assertEquals(kernelModule("simd")!.operands, { bytes: 2, offset: 0 });
});

Deno.test("planLayout lists the fields of Plan in the order and with the types of its source", async () => {
  const file = new URL("../../src/kernels/wasm/assembly/plan.ts", import.meta.url);
  const source = await Deno.readTextFile(file);
  const body = source.slice(source.indexOf("class Plan {"), source.indexOf("\n}"));
  const fields = [...body.matchAll(/^ {2}(\w+): (\w+);$/gm)].map(([, name, type]) => [name, type]);
  const types = { float64: "f64", float32: "f32", int32: /i32|usize/ } as const;
  assertEquals(planLayout.map(([name]) => name as string), fields.map(([name]) => name!));
  for (const [i, [name, type]] of planLayout.entries()) {
    assert(new RegExp(types[type]).test(fields[i]![1]!), `${name} is ${fields[i]![1]}`);
  }
});

Deno.test("createWasmMemory() keeps its views valid while it grows", () => {
  const memory = createWasmMemory();
  const first = memory.allocate("int8", 3).fill(5);
  const second = memory.allocate("float32", 3_000_000).fill(7);
  memory.allocate("int8", 1_000_000);
  first[0] = 6;
  assertEquals([...first, second[2_999_999], second.length], [6, 5, 5, 7, 3_000_000]);
});

Deno.test("binding refuses buffers of another memory", () => {
  const shape: Shape = { op: "fullyConnected", geometry: { rows: 1, inputs: 2, outputs: 2 } };
  const memory = referenceKernels.createMemory();
  assertThrows(
    () =>
      bind({ kernels: wasmKernels.int8, memory }, shape, { kind: "static", seed: 1, samples: 1 }),
    TypeError,
    "Cannot bind a wasm kernel",
  );
});
