import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { prepare } from "../../../src/execute/mod.ts";
import { readTflite, writeTflite } from "../../../src/formats/mod.ts";
import { type Graph, inferShape, noClamp, type Op, type Pads } from "../../../src/graph/mod.ts";
import { tensor } from "../../../src/tensor/mod.ts";
import { constant, graphOf, relu, type Step, values } from "../../graphs.ts";

/** A convolution or pool of a square kernel on [batch, size, size, 2], behind a ReLU where asked. */
function windowGraph(
  { kind, size, kernel, stride, dilation, pads, rectified = true }: {
    readonly kind: "conv2d" | "depthwiseConv2d" | "maxPool2d" | "averagePool2d";
    readonly size: number;
    readonly kernel: number;
    readonly stride: number;
    readonly dilation: number;
    readonly pads: Pads;
    readonly rectified?: boolean;
  },
): Graph {
  const x = ["batch", size, size, 2] as const;
  const window = {
    strides: [stride, stride],
    dilations: [dilation, dilation],
    pads,
    kernel: [kernel, kernel],
  } as const;
  const { kernel: _, ...strided } = window;
  const ops = {
    conv2d: { kind: "conv2d", groups: 1, clamp: noClamp, ...strided },
    depthwiseConv2d: { kind: "depthwiseConv2d", multiplier: 1, clamp: noClamp, ...strided },
    maxPool2d: { kind: "maxPool2d", ...window },
    averagePool2d: { kind: "averagePool2d", ...window },
  } as const satisfies Readonly<Record<string, Op>>;
  const op = ops[kind];
  const shapes = {
    conv2d: [3, kernel, kernel, 2],
    depthwiseConv2d: [kernel, kernel, 2],
    maxPool2d: undefined,
    averagePool2d: undefined,
  };
  const w = shapes[kind];
  const input = rectified ? "a" : "x";
  const shape = inferShape(op, w ? [x, w] : [x]);
  const first: Step = { name: "a", op: { kind: "clamp", clamp: relu }, inputs: ["x"], shape: x };
  const last: Step = { name: "y", op, inputs: w ? [input, "w"] : [input], shape };
  return graphOf(
    x,
    rectified ? [first, last] : [last],
    w ? { w: constant(w, { seed: 3 }) } : {},
  );
}

/** What the padding became: the pads that are read back, and whether a PAD is in front. */
function paddingOf(graph: Graph): { readonly pads: Pads; readonly explicit: boolean } {
  const { nodes } = readTflite(writeTflite(graph));
  const { op } = nodes.at(-1)!;
  assert("pads" in op);
  return { pads: op.pads, explicit: nodes.some(({ op }) => op.kind === "pad") };
}

const table = [
  { what: "VALID", size: 5, kernel: 3, stride: 1, pads: [0, 0, 0, 0] },
  { what: "VALID, unreached padding", size: 6, kernel: 3, stride: 2, pads: [0, 0, 0, 0] },
  { what: "SAME", size: 5, kernel: 3, stride: 1, pads: [1, 1, 1, 1] },
  { what: "SAME, odd element after", size: 6, kernel: 3, stride: 2, pads: [0, 0, 1, 1] },
  { what: "SAME, dilated", size: 7, kernel: 3, stride: 1, dilation: 2, pads: [2, 2, 2, 2] },
  { what: "PAD, even on both sides", size: 6, kernel: 3, stride: 2, pads: [1, 1, 1, 1] },
  { what: "PAD, odd element before", size: 6, kernel: 3, stride: 2, pads: [1, 1, 0, 0] },
  { what: "PAD, rows only", size: 5, kernel: 3, stride: 1, pads: [1, 0, 1, 0] },
  { what: "PAD, wider than SAME", size: 5, kernel: 3, stride: 1, pads: [2, 2, 2, 2] },
] as const;

for (const { what, ...window } of table) {
  Deno.test(`writeTflite() pads ${window.size} with [${window.pads}] for ${window.kernel} by ${window.stride} as ${what}`, () => {
    for (const kind of ["conv2d", "depthwiseConv2d"] as const) {
      const explicit = what.startsWith("PAD");
      assertEquals(paddingOf(windowGraph({ kind, dilation: 1, ...window })), {
        explicit,
        pads: explicit ? [0, 0, 0, 0] : window.pads,
      });
    }
  });
}

Deno.test("writeTflite() leaves out padding that no window reaches", () => {
  const graph = windowGraph({
    kind: "conv2d",
    ...{ size: 6, kernel: 2, stride: 2, dilation: 1, pads: [0, 0, 1, 1] },
  });
  assertEquals(paddingOf(graph), { explicit: false, pads: [0, 0, 0, 0] });
});

Deno.test("writeTflite() puts a PAD before a maximum only of values that are never below 0", () => {
  const pool = { kind: "maxPool2d", size: 6, kernel: 3, stride: 2, dilation: 1 } as const;
  const graph = windowGraph({ ...pool, pads: [1, 1, 1, 1] });
  assertEquals(paddingOf(graph).explicit, true);
});

const seed = 20261121;

Deno.test(`writeTflite() keeps what random windows compute, seed ${seed}`, () => {
  const window = fc.record({
    kind: fc.constantFrom("conv2d", "depthwiseConv2d", "maxPool2d"),
    size: fc.integer({ min: 3, max: 8 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    pads: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)),
  }).filter(({ size, kernel, dilation, pads }) => {
    const reach = (kernel - 1) * dilation + 1;
    return reach <= size && pads.every((pad) => pad < reach);
  }).filter(({ kind, dilation }) => kind !== "maxPool2d" || dilation === 1);
  const check = fc.property(window, (options) => {
    const graph = windowGraph(options);
    const { size } = options;
    const x = tensor("float32", [1, size, size, 2], values(size * size * 2, { seed: size }));
    const run = (each: Graph) => prepare(each, { kernels: "reference" }).run({ x })["y"];
    assertEquals(run(readTflite(writeTflite(graph))), run(graph));
  });
  fc.assert(check, { seed, numRuns: 300 });
});
