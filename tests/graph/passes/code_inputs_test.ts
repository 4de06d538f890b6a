import { assertEquals, assertStrictEquals } from "@std/assert";
import { makeScale, makeZeroPoint } from "../../../src/affine/mod.ts";
import {
  codeInputs,
  type Graph,
  type Node,
  unquantized,
  type Value,
} from "../../../src/graph/mod.ts";

const shape = ["batch", 4] as const;
const parameters = { scale: makeScale(0.5), zeroPoint: makeZeroPoint(-128) };
const float32 = { dtype: "float32", shape, quantization: unquantized } as const;
const fixed = {
  dtype: "int8",
  shape,
  quantization: { kind: "static", granularity: "per-tensor", parameters },
} as const;
const found = {
  dtype: "int8",
  shape,
  quantization: { kind: "dynamic", granularity: "per-tensor" },
} as const;

/** x -> quantize -> q -> dequantize -> y, and whatever else. */
function graphWith(
  q: Value["type"],
  { nodes = [], values = {}, outputs = ["y"] }: {
    readonly nodes?: readonly Node[];
    readonly values?: Readonly<Record<string, Value["type"]>>;
    readonly outputs?: readonly string[];
  } = {},
): Graph {
  const types = { x: float32, q, y: float32, ...values };
  return {
    name: "test",
    inputs: [{ name: "x", dtype: "float32", shape }],
    outputs: outputs.map((name) => ({
      name,
      dtype: name === "q" ? "int8" as const : "float32" as const,
      shape,
    })),
    values: new Map(Object.entries(types).map(([name, type]) => [name, { name, type }])),
    nodes: [
      { name: "quantize", op: { kind: "quantize" }, inputs: ["x"], output: "q" },
      { name: "dequantize", op: { kind: "dequantize" }, inputs: ["q"], output: "y" },
      ...nodes,
    ],
  };
}

Deno.test("codeInputs() takes the codes that a quantize gave, under the input's name", () => {
  const { inputs, values, nodes } = codeInputs(graphWith(fixed));
  assertEquals(inputs, [{ name: "x", dtype: "int8", shape }]);
  assertEquals([...values], [["x", { name: "x", type: fixed }], ["y", {
    name: "y",
    type: float32,
  }]]);
  assertEquals(nodes.map(({ op, inputs, output }) => [op.kind, inputs, output]), [
    ["dequantize", ["x"], "y"],
  ]);
});

Deno.test("codeInputs() renames the codes wherever they are read", () => {
  const graph = graphWith(fixed, {
    nodes: [{ name: "again", op: { kind: "dequantize" }, inputs: ["q"], output: "z" }],
    values: { z: float32 },
    outputs: ["y", "z"],
  });
  assertEquals(codeInputs(graph).nodes.map(({ inputs }) => inputs), [["x"], ["x"]]);
});

Deno.test("codeInputs() leaves an input that something needs as float32", () => {
  const relu: Node = {
    name: "relu",
    op: { kind: "clamp", clamp: { min: 0, max: Infinity } },
    inputs: ["x"],
    output: "z",
  };
  const kept: Readonly<Record<string, Graph>> = {
    "found at run time": graphWith(found),
    "read by another node": graphWith(fixed, {
      nodes: [relu],
      values: { z: float32 },
      outputs: ["y", "z"],
    }),
    "codes that are an output": graphWith(fixed, { outputs: ["y", "q"] }),
  };
  for (const [name, graph] of Object.entries(kept)) {
    assertStrictEquals(codeInputs(graph), graph, name);
  }
});
