import { assertEquals, assertThrows } from "@std/assert";
import { readOnnx } from "../../../src/formats/mod.ts";
import { ModelError } from "../../../src/graph/mod.ts";
import {
  counting,
  customTensor,
  modelBytes,
  modelOfGraph,
  type TestModel,
  type TestNode,
  valueInfo,
} from "./model_bytes.ts";

const relu: TestNode = { op: "Relu", name: "act", inputs: ["x"], outputs: ["y"] };
const x = { x: ["batch", 3] } as const;

Deno.test("readOnnx() keeps names, order and shapes of inputs and outputs", () => {
  const graph = readOnnx(modelBytes({
    name: "net",
    inputs: { b: ["n", 2, 3], a: [undefined, 2, 1] },
    outputs: ["z", "y"],
    nodes: [
      { op: "Add", inputs: ["a", "b"], outputs: ["y"] },
      { op: "Relu", inputs: ["y"], outputs: ["z"] },
    ],
  }));
  assertEquals(graph.name, "net");
  assertEquals(graph.inputs, [
    { name: "b", dtype: "float32", shape: ["batch", 2, 3] },
    { name: "a", dtype: "float32", shape: ["batch", 2, 1] },
  ]);
  assertEquals(graph.outputs.map(({ name }) => name), ["z", "y"]);
});

Deno.test("readOnnx() names the graph as asked, as the file does, or model", () => {
  assertEquals(readOnnx(modelBytes({ inputs: x, nodes: [relu] }), { name: "mine" }).name, "mine");
  assertEquals(readOnnx(modelBytes({ name: "", inputs: x, nodes: [relu] })).name, "model");
});

Deno.test("readOnnx() takes initializers that are inputs as constants", () => {
  const model = modelBytes({
    inputs: { x: ["batch", 3], c: [3] },
    nodes: [{ op: "Add", inputs: ["x", "c"], outputs: ["y"] }],
    constants: { c: counting([3]) },
  });
  assertEquals(readOnnx(model).inputs.map(({ name }) => name), ["x"]);
});

Deno.test("readOnnx() binds inputs as constants", () => {
  const model = modelBytes({
    inputs: { x: ["batch", 3], c: [3] },
    nodes: [{ op: "Add", inputs: ["x", "c"], outputs: ["y"] }],
  });
  const c = { elementType: "float32", shape: [3], data: Float32Array.of(1, 2, 3) } as const;
  const graph = readOnnx(model, { constants: { c } });
  assertEquals(graph.inputs.map(({ name }) => name), ["x"]);
  assertEquals(graph.values.get("c")!.constant!.data, c.data);
  assertThrows(
    () => readOnnx(model, { constants: { w: c } }),
    ModelError,
    'Cannot bind constant "w": it must be an input of the model, which are x, c',
  );
  assertThrows(
    () => readOnnx(model, { constants: { c: { ...c, shape: [4] } } }),
    ModelError,
    'Cannot bind constant "c": it must have 4 elements for [4], got 3',
  );
});

Deno.test("readOnnx() keeps node names and makes generated ones unique", () => {
  const graph = readOnnx(modelBytes({
    inputs: { x: ["n", 2, 4, 4] },
    nodes: [
      { op: "Conv", name: "same", inputs: ["x", "w"], outputs: ["y:nhwc"] },
      { op: "Tanh", name: "same", inputs: ["y:nhwc"], outputs: ["a"] },
      { op: "Conv", name: "last", inputs: ["a", "w"], outputs: ["y"] },
    ],
    constants: { w: counting([2, 2, 1, 1]) },
  }));
  assertEquals(graph.nodes.map(({ name, output }) => [name, output]), [
    ["same:to_nhwc", "y:nhwc:to_nhwc"],
    ["same", "y:nhwc"],
    ["same:2", "a"],
    ["last", "y:nhwc:2"],
    ["last:to_nchw", "y"],
  ]);
});

Deno.test("readOnnx() gives an output that renames a value a node of its own", () => {
  const graph = readOnnx(modelBytes({
    inputs: x,
    nodes: [{ op: "Identity", inputs: ["x"], outputs: ["y"] }],
  }));
  assertEquals(graph.nodes.map(({ op, output }) => [op.kind, output]), [["reshape", "y"]]);
});

const broken: readonly (readonly [string, TestModel])[] = [
  ["Cannot read the ONNX file: its operator set must be 7 to 28, got 6", {
    opset: 6,
    inputs: x,
    nodes: [relu],
  }],
  ["Cannot read the ONNX file: its operator set must be 7 to 28, got 29", {
    opset: 29,
    inputs: x,
    nodes: [relu],
  }],
  ['Cannot read node "act" (Relu): inputs must be made before the node, got "x"', {
    nodes: [relu],
  }],
  ['Cannot read node "v" (Relu): inputs must be made before the node, got "y"', {
    inputs: x,
    nodes: [{ op: "Relu", inputs: ["y"], outputs: ["v"] }, {
      op: "Relu",
      inputs: ["v"],
      outputs: ["y"],
    }],
  }],
  ['Cannot read node "act" (Relu): names must be made once, got "y" again', {
    inputs: x,
    nodes: [{ ...relu, name: "first" }, relu],
  }],
  ['Cannot read node "act" (Relu): names must be made once, got "x" again', {
    inputs: x,
    nodes: [{ ...relu, outputs: ["x"] }],
  }],
  ["(Foo): its operator must be one that is supported, got Foo", {
    inputs: x,
    nodes: [{ ...relu, op: "Foo" }],
  }],
  ["its operator must be one that is supported, got com.microsoft.Relu", {
    inputs: x,
    nodes: [{ ...relu, domain: "com.microsoft" }],
  }],
  ["it must have a first output, got none", { inputs: x, nodes: [{ ...relu, outputs: [] }] }],
  ["(Relu): it must have 1 inputs, got 2", {
    inputs: x,
    nodes: [{ ...relu, inputs: ["x", "x"] }],
  }],
  ["(Relu): it must have input 0, got no input 0", {
    inputs: x,
    nodes: [{ ...relu, inputs: [""] }],
  }],
  ['(Relu): attributes must be those of opset 17, got "alpha"', {
    inputs: x,
    nodes: [{ ...relu, attributes: { alpha: 1.5 } }],
  }],
  ['Cannot read output "z": it must be made by a node', {
    inputs: x,
    outputs: ["z"],
    nodes: [relu],
  }],
  ['Cannot read output "c": it must be computed from the model\'s inputs, got a constant', {
    inputs: x,
    outputs: ["c"],
    nodes: [relu],
    constants: { c: counting([2]) },
  }],
  ['Cannot verify output "x": it must be computed by a node', {
    inputs: x,
    outputs: ["x"],
    nodes: [relu],
  }],
  ['Cannot read input "x": only the leading size may be symbolic, got "width" on axis 1; export', {
    inputs: { x: ["batch", "width"] },
    nodes: [relu],
  }],
  ['Cannot read input "x": sizes must be positive integers, got [0, 3]', {
    inputs: { x: [0, 3] },
    nodes: [relu],
  }],
  ['Cannot read input "x": a sample must have at most 2^28 elements', {
    inputs: { x: ["n", 2 ** 20, 2 ** 20] },
    nodes: [relu],
  }],
];

Deno.test("readOnnx() names what a model breaks", () => {
  for (const [message, model] of broken) {
    assertThrows(() => readOnnx(modelBytes(model)), ModelError, message);
  }
});

const output = [12, valueInfo("y", undefined)] as const;

Deno.test("readOnnx() names what a file breaks", () => {
  const info = (bytes: Uint8Array) => modelOfGraph([[11, bytes], output]);
  const files: readonly (readonly [string, Uint8Array])[] = [
    ["Cannot read the ONNX file: it must hold a graph, got none", new Uint8Array(0)],
    ["it must hold a graph, got none", Uint8Array.of(0x08, 0x08)],
    ["it must import the default operator set, got none", Uint8Array.of(0x3a, 0x00)],
    [
      'Cannot read input "x": it must be float32, int8 or uint8, got int64',
      info(valueInfo("x", [2], 7)),
    ],
    ['Cannot read input "x": elements must be', info(valueInfo("x", [2], 16))],
    ['Cannot read input "x": it must have a shape, got none', info(valueInfo("x", undefined))],
    [
      'Cannot read input "x": it must be a tensor, got a type of kind sequence',
      info(customTensor([[1, Uint8Array.of(0x78)], [2, Uint8Array.of(0x22, 0x00)]])),
    ],
    [
      'Cannot read tensor "w": it must have 1 elements for [1], got 0',
      modelOfGraph([[5, customTensor([[1, 1], [2, 1], [8, Uint8Array.of(0x77)]])], output]),
    ],
    ["initializers must be dense, got 1 sparse ones", modelOfGraph([[15, new Uint8Array(0)]])],
    [
      'Cannot read input "x": input names must be unique, got it twice',
      modelOfGraph([[11, valueInfo("x", [2])], [11, valueInfo("x", [2])], output]),
    ],
  ];
  for (const [message, bytes] of files) {
    assertThrows(() => readOnnx(bytes), ModelError, message);
  }
});

Deno.test("readOnnx() takes a leading size of 1 as the batch where it is asked to", () => {
  const cases: readonly (readonly [readonly number[], readonly number[]])[] = [
    [[1, -1], [6]],
    [[1, 6], [6]],
    [[-1, 6], [6]],
    [[0, 3, 2], [3, 2]],
    [[1, 1, -1], [1, 6]],
  ];
  for (const [to, sample] of cases) {
    const model = modelBytes({
      inputs: { x: [1, 2, 3] },
      nodes: [{ op: "Reshape", inputs: ["x", "to"], outputs: ["y"] }],
      constants: { to: { shape: [to.length], integers: [...to] } },
    });
    const shapes = (batch: "declared" | "leading") => {
      const { inputs, outputs } = readOnnx(model, { batch });
      return [inputs[0]!.shape, outputs[0]!.shape];
    };
    assertEquals(shapes("leading"), [["batch", 2, 3], ["batch", ...sample]], `to ${to}`);
    assertEquals(shapes("declared"), [[1, 2, 3], [1, ...sample]], `to ${to}`);
  }
});

Deno.test("readOnnx() refuses what would mix the samples of a batch that the file has fixed", () => {
  const model = modelBytes({
    inputs: { x: [1, 2, 3] },
    nodes: [{ op: "Reshape", inputs: ["x", "to"], outputs: ["y"] }],
    constants: { to: { shape: [2], integers: [2, 3] } },
  });
  assertEquals(readOnnx(model).outputs[0]!.shape, [2, 3]);
  assertThrows(
    () => readOnnx(model, { batch: "leading" }),
    ModelError,
    "the shape must keep the batch",
  );
});
