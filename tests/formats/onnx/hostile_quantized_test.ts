import { assert, assertEquals, assertThrows } from "@std/assert";
import { prepare } from "../../../src/execute/mod.ts";
import { readOnnx } from "../../../src/formats/mod.ts";
import { ModelError } from "../../../src/graph/mod.ts";
import { lcg } from "../../graphs.ts";
import { modelBytes, type TestModel, type TestNode, type TestTensor } from "./model_bytes.ts";
import { dequantizeNode, quantizeNode, readModel, scalar, uint8 } from "./quantized_models.ts";

type Constants = Readonly<Record<string, TestTensor>>;

/** A QDQ convolution whose constants a case replaces. */
function qdqConv(constants: Constants = {}): TestModel {
  return {
    inputs: { x: ["n", 2, 4, 4] },
    nodes: [
      quantizeNode("x", "p"),
      dequantizeNode("p", "a"),
      { ...dequantizeNode("w:q", "w", "w"), attributes: { axis: 0n } },
      { op: "Conv", name: "conv", inputs: ["a", "w"], outputs: ["b"] },
      quantizeNode("b", "q"),
      dequantizeNode("q", "y"),
    ],
    constants: {
      "p:s": scalar(0.5),
      "p:z": uint8(3),
      "w:q": { shape: [3, 2, 1, 1], int8: [1, 2, 3, 4, 5, 6] },
      "w:s": { shape: [3], floats: [0.5, 0.25, 1] },
      "w:z": { shape: [3], int8: [0, 0, 0] },
      "q:s": scalar(1),
      "q:z": uint8(0),
      ...constants,
    },
  };
}

/** A QLinearConv of uint8 codes whose constants a case replaces. */
function qlinear(constants: Constants = {}): TestModel {
  return {
    inputs: { x: ["n", 2, 4, 4] },
    types: { x: "uint8", y: "uint8" },
    nodes: [{
      op: "QLinearConv",
      name: "conv",
      inputs: ["x", "p:s", "p:z", "w:q", "w:s", "w:z", "q:s", "q:z", "b"],
      outputs: ["y"],
    }],
    constants: { ...qdqConv().constants, b: { shape: [3], int32: [1, 2, 3] }, ...constants },
  };
}

const quantizeP = 'Cannot read node "p quantize" (QuantizeLinear): ';
const dequantizeW = 'Cannot read node "w dequantize" (DequantizeLinear): ';
const conv = 'Cannot read node "conv" (QLinearConv): ';
const positive = (of: string, value: number) =>
  `the scale of ${of} must be positive and finite, got ${value}`;

const broken: readonly (readonly [message: string, model: TestModel])[] = [
  ...[0, -0.5, NaN, Infinity, -Infinity].flatMap((value) => [
    [quantizeP + positive("the codes", value), qdqConv({ "p:s": scalar(value) })] as const,
    [conv + positive("the output", value), qlinear({ "q:s": scalar(value) })] as const,
    [
      dequantizeW + positive("the codes", value),
      qdqConv({ "w:s": { shape: [3], floats: [1, value, 1] } }),
    ] as const,
  ]),
  [
    `${dequantizeW}the scale must have one element, or one for each index along axis 0 of ` +
    "[3, 2, 1, 1], got 2",
    qdqConv({ "w:s": { shape: [2], floats: [1, 1] }, "w:z": { shape: [2], int8: [0, 0] } }),
  ],
  [
    `${dequantizeW}the zero point of the codes must have as many elements as its scale, which has ` +
    "3, got 2",
    qdqConv({ "w:z": { shape: [2], int8: [0, 0] } }),
  ],
  [
    `${dequantizeW}the zero point of the codes must be int8, got uint8`,
    qdqConv({ "w:z": { shape: [3], uint8: [0, 0, 0] } }),
  ],
  [
    `${dequantizeW}the scale of the codes must have at most one axis, got [3, 1]`,
    qdqConv({ "w:s": { shape: [3, 1], floats: [1, 1, 1] } }),
  ],
  [
    `${dequantizeW}the codes must be in [-128, 127] as int8, element 1 is 128`,
    qdqConv({ "w:q": { shape: [3, 2, 1, 1], int8: [0, 128, 0, 0, 0, 0] } }),
  ],
  [
    `${quantizeP}the zero point of the codes must be in [0, 255] as uint8, element 0 is 256`,
    qdqConv({ "p:z": uint8(256) }),
  ],
  [
    `${quantizeP}codes must be int8 or uint8, got int32`,
    qdqConv({ "p:z": { shape: [], int32: [0] } }),
  ],
  [`${quantizeP}the scale of the codes must be float32, got int64`, {
    ...qdqConv({ "p:s": { shape: [], integers: [1] } }),
  }],
  [
    'Cannot read node "a dequantize" (DequantizeLinear): codes must be read as they were written, ' +
    '"p" with scale 0.5 and zero point -125 (as int8), got scale 0.5 and zero point -124',
    {
      ...qdqConv({ "o:s": scalar(0.5), "o:z": uint8(4) }),
      nodes: qdqConv().nodes.with(1, dequantizeNode("p", "a", "o")),
    },
  ],
  [
    `${conv}the scale of the weights must have one element, or one for each index along axis 0 of ` +
    "[3, 2, 1, 1], got 2",
    qlinear({ "w:s": { shape: [2], floats: [1, 1] }, "w:z": { shape: [1], int8: [0] } }),
  ],
  [
    `${conv}the scale of the output must have one element, got 2`,
    qlinear({ "q:s": { shape: [2], floats: [1, 1] } }),
  ],
  [`${conv}bias must be int32 [3], got int32 [2]`, qlinear({ b: { shape: [2], int32: [1, 2] } })],
  [
    `${conv}weights with a zero point for each channel must fit into int8 without it, got larger`,
    qlinear({
      "w:q": { shape: [3, 2, 1, 1], uint8: [0, 1, 255, 2, 3, 4] },
      "w:z": { shape: [3], uint8: [128, 0, 0] },
    }),
  ],
  [
    'Cannot read node "conv" (conv2d): its scales must bring sums to codes by a factor below 2^30, ' +
    "got Infinity",
    qlinear({ "p:s": scalar(1e30), "w:s": scalar(1e30), "w:z": { shape: [], int8: [0] } }),
  ],
  [
    'Cannot read node "conv" (conv2d): its scales must bring sums to codes by a factor below 2^30, ' +
    "got 549755813888",
    qdqConv({ "q:s": scalar(2 ** -40) }),
  ],
];

Deno.test("readOnnx() names the node and the rule that parameters of codes break", () => {
  for (const [message, model] of broken) {
    assertThrows(() => readModel(model), ModelError, message, message);
  }
});

/** A model of codes and integer operators, around the nodes of a case. */
function integers(nodes: readonly TestNode[], model: Partial<TestModel> = {}): TestModel {
  return {
    inputs: { x: ["n", 3] },
    nodes: [
      { op: "DynamicQuantizeLinear", name: "find", inputs: ["x"], outputs: ["p", "s", "z"] },
      { op: "MatMulInteger", name: "sums", inputs: ["p", "w", "z"], outputs: ["i"] },
      { op: "Cast", inputs: ["i"], outputs: ["f"], attributes: { to: 1n } },
      ...nodes,
    ],
    constants: {
      w: { shape: [3, 2], int8: [1, 2, 3, 4, 5, 6] },
      c: { shape: [2], floats: [1, 2] },
      three: { shape: [3], floats: [1, 2, 3] },
      zero: uint8(0),
      one: scalar(1),
      ...model.constants,
    },
    ...(model.types && { types: model.types }),
    ...(model.outputs && { outputs: model.outputs }),
  };
}

const last: Omit<TestNode, "op" | "inputs"> = { name: "last", outputs: ["y"] };
const another: TestNode = {
  op: "DynamicQuantizeLinear",
  inputs: ["x"],
  outputs: ["p2", "s2", "z2"],
};
const manyTaps = Array.from({ length: 3000 }, () => 127);

const misused: readonly (readonly [message: string, model: TestModel])[] = [
  [
    'Cannot read node "last" (Add): input 0 must be a tensor, got the int32 sums "i", which must ' +
    "go through Cast to a Mul with their scales",
    integers([{ ...last, op: "Add", inputs: ["f", "c"] }]),
  ],
  [
    'Cannot read node "last" (Add): input 1 must be a tensor, got "s", which DynamicQuantizeLinear ' +
    "finds at run time",
    integers([{ ...last, op: "Add", inputs: ["x", "s"] }]),
  ],
  [
    'Cannot read node "last" (Mul): int32 sums must be multiplied with the scale of their input ' +
    'times that of the weights, got "i" (sums) and "c" (constant)',
    integers([{ ...last, op: "Mul", inputs: ["f", "c"] }]),
  ],
  [
    'Cannot read node "last" (Mul): sums must be multiplied with the scale of their own input',
    integers([another, { ...last, op: "Mul", inputs: ["f", "s2"] }]),
  ],
  [
    'Cannot read node "last" (Mul): the scale of the weights must have one element, or one for ' +
    "each of the 2 output channels, got [3]",
    integers([
      { op: "Mul", inputs: ["s", "three"], outputs: ["scales"] },
      { ...last, op: "Mul", inputs: ["f", "scales"] },
    ]),
  ],
  [
    'Cannot read node "last" (MatMulInteger): codes must be read with the scale and zero point ' +
    'that were found for them, "p" is read with others',
    integers([another, { ...last, op: "MatMulInteger", inputs: ["p", "w", "z2"] }]),
  ],
  [
    'Cannot read node "last" (MatMulInteger): codes must be read as they were written, "p" with ' +
    "dynamic parameters, got scale 1 and zero point -128 (as int8)",
    integers([{ ...last, op: "MatMulInteger", inputs: ["p", "w", "zero"] }]),
  ],
  [
    'Cannot read node "last" (DequantizeLinear): codes must be read with the scale and zero point',
    integers([{ ...last, op: "DequantizeLinear", inputs: ["p", "one", "z"] }]),
  ],
  [
    'Cannot read node "last" (Sigmoid): "p" must be float32, got uint8; put a DequantizeLinear in ' +
    "front",
    integers([{ ...last, op: "Sigmoid", inputs: ["p"] }]),
  ],
  [
    'Cannot read node "sums" (MatMulInteger): int32 outputs must be of codes with a constant zero',
    integers([], { outputs: ["i"], types: { i: "int32" } }),
  ],
  [
    'Cannot read output "s": it must be a tensor, got a parameter found at run time',
    integers([], { outputs: ["p", "s"], types: { p: "uint8" } }),
  ],
  [
    'Cannot read node "last" (MatMulInteger): int32 outputs must stay within 2^24, where float32 ' +
    "is exact, got up to 97155000",
    {
      inputs: { x: ["n", 3000] },
      types: { x: "uint8", y: "int32" },
      nodes: [{ ...last, op: "MatMulInteger", inputs: ["x", "w", "zero"] }],
      constants: { w: { shape: [3000, 1], int8: manyTaps }, zero: uint8(0) },
    },
  ],
  [
    'Cannot read input "x": a node that reads its codes must give their scale, got none that does',
    {
      inputs: { x: ["n", 2] },
      types: { x: "int8", y: "int8" },
      nodes: [{ ...last, op: "Flatten", inputs: ["x"] }],
    },
  ],
  ['Cannot read output "y": it must be uint8, got float32', {
    inputs: { x: ["n", 2] },
    nodes: [quantizeNode("x", "y")],
    constants: { "y:s": scalar(1), "y:z": uint8(0) },
  }],
  ['Cannot read node "y quantize" (QuantizeLinear): an activation must have one scale in all', {
    inputs: { x: ["n", 2] },
    types: { y: "uint8" },
    nodes: [quantizeNode("x", "y")],
    constants: { "y:s": { shape: [2], floats: [1, 2] }, "y:z": { shape: [2], uint8: [0, 0] } },
  }],
  [
    'Cannot read node "y dequantize" (DequantizeLinear): output_dtype must be float32, got float16',
    {
      inputs: { x: ["n", 2] },
      types: { x: "int8" },
      nodes: [{ ...dequantizeNode("x", "y"), attributes: { "output_dtype": 10n } }],
      constants: { "x:s": scalar(1), "x:z": uint8(0) },
    },
  ],
  ['Cannot read node "y quantize" (QuantizeLinear): block_size must be 0, got 2', {
    inputs: { x: ["n", 2] },
    types: { y: "uint8" },
    nodes: [{ ...quantizeNode("x", "y"), attributes: { "block_size": 2n } }],
    constants: { "y:s": scalar(1), "y:z": uint8(0) },
  }],
];

Deno.test("readOnnx() says what codes, sums and their parameters may be used for", () => {
  for (const [message, model] of misused) {
    assertThrows(() => readModel(model), ModelError, message, message);
  }
});

Deno.test("readOnnx() refuses an output to keep that the model does not have", () => {
  assertThrows(
    () => readModel(qdqConv(), { outputs: ["z"] }),
    ModelError,
    'Cannot keep output "z": it must be an output of the model, which are y',
  );
});

Deno.test("readOnnx() refuses integer weights that many nodes would copy", () => {
  const size = 1000;
  const w = { shape: [size, size], int8: Array.from({ length: size * size }, () => 1) };
  const nodes = Array.from({ length: 1000 }, (_, i): TestNode => ({
    op: "QLinearMatMul",
    inputs: ["x", "s", "z", "w", "s", "z", "s", "z"],
    outputs: [`v${i}`],
  }));
  const model = {
    inputs: { x: ["n", size] },
    types: { x: "int8", v0: "int8" },
    outputs: ["v0"],
    nodes,
    constants: { w, s: scalar(1), z: { shape: [], int8: [0] } },
  } as const;
  assertThrows(() => readModel(model), ModelError, "constants must stay in proportion to the file");
});

const fixtures = ["cnn_uint8", "cnn_qlinear", "cnn_dynamic", "mlp_int8_per_channel"].map((name) =>
  Deno.readFileSync(new URL(`fixtures/${name}.onnx`, import.meta.url))
);

Deno.test("prepare() takes every Graph that readOnnx() makes of 2,000 damaged quantized files", () => {
  const seed = 20261121;
  const next = lcg(seed);
  const below = (count: number) => Math.floor((next() + 1) / 2 * count);
  let refused = 0;
  for (let i = 0; i < 2000; i++) {
    const damaged = fixtures[i % fixtures.length]!.slice();
    const at = below(damaged.length);
    damaged[at] = below(256);
    const what = `seed ${seed}, file ${i}: byte ${at} is ${damaged[at]}`;
    try {
      prepare(readOnnx(damaged), { kernels: "reference" });
    } catch (error) {
      assert(error instanceof ModelError, `${what}: ${error}`);
      assert(error.message.startsWith("Cannot "), `${what}: ${error.message}`);
      refused++;
    }
  }
  assert(refused > 200 && refused < 2000, `${refused} of 2000 refused`);
});

Deno.test("readOnnx() reads the quantized models that the tests above break", () => {
  for (const model of [qdqConv(), qlinear()]) {
    const graph = readOnnx(modelBytes(model));
    assertEquals(graph.nodes.some(({ op }) => op.kind === "conv2d"), true);
  }
});
