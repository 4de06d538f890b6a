import { assertEquals, assertThrows } from "@std/assert";
import { makeScale, makeZeroPoint } from "../../src/affine/mod.ts";
import { prepare } from "../../src/execute/mod.ts";
import { float32Ports, type Graph, ModelError, verifyGraph } from "../../src/graph/mod.ts";
import { type DType, tensor } from "../../src/tensor/mod.ts";

const type = {
  dtype: "int8",
  shape: ["batch", 4],
  quantization: {
    kind: "static",
    granularity: "per-tensor",
    parameters: { scale: makeScale(0.5), zeroPoint: makeZeroPoint(-3) },
  },
} as const;

/** ReLU between an input and an output of those dtypes. */
function reluGraph(from: DType, to: DType): Graph {
  return verifyGraph({
    name: "relu",
    inputs: [{ name: "x", dtype: from, shape: type.shape }],
    outputs: [{ name: "y", dtype: to, shape: type.shape }],
    values: new Map(["x", "y"].map((name) => [name, { name, type }])),
    nodes: [{
      name: "relu",
      op: { kind: "clamp", clamp: { min: 0, max: Infinity } },
      inputs: ["x"],
      output: "y",
      rounding: "tflm",
    }],
  });
}

const codes = [-128, -4, -2, 127];
const rectified = [-3, -3, -2, 127];

Deno.test("session.run() takes and gives int8, and uint8 as codes 128 higher", () => {
  const byDtype = {
    int8: (values: readonly number[]) => tensor("int8", [1, 4], Int8Array.from(values)),
    uint8: (values: readonly number[]) =>
      tensor("uint8", [1, 4], Uint8Array.from(values, (code) => code + 128)),
  };
  for (const from of ["int8", "uint8"] as const) {
    for (const to of ["int8", "uint8"] as const) {
      for (const kernels of ["reference", "wasm"] as const) {
        const session = prepare(reluGraph(from, to), { kernels, batch: 2 });
        const { y } = session.run({ x: byDtype[from](codes) });
        assertEquals(y, byDtype[to](rectified), `${kernels}: ${from} to ${to}`);
      }
    }
  }
});

Deno.test("session.run() refuses an input of another dtype", () => {
  const session = prepare(reluGraph("uint8", "int8"), { kernels: "reference" });
  assertThrows(
    () => session.run({ x: tensor("int8", [1, 4], Int8Array.from(codes)) }),
    RangeError,
    'input "x" must be uint8 [1, 4], got int8 [1, 4]',
  );
});

Deno.test("float32Ports() quantizes behind inputs and dequantizes before outputs", () => {
  for (const [from, to] of [["int8", "int8"], ["uint8", "uint8"]] as const) {
    const graph = float32Ports(reluGraph(from, to));
    assertEquals(graph.nodes.map(({ name, op }) => [name, op.kind]), [
      ["x:quantize", "quantize"],
      ["relu", "clamp"],
      ["y:dequantize", "dequantize"],
    ]);
    const session = prepare(graph, { kernels: "reference" });
    const { y } = session.run({ x: tensor("float32", [1, 4], Float32Array.of(-2, 0.26, 9, 1e9)) });
    assertEquals(y, tensor("float32", [1, 4], Float32Array.of(0, 0.5, 9, 65)));
  }
});

Deno.test("float32Ports() leaves a float32 graph as it is", () => {
  const graph = float32Ports(reluGraph("int8", "int8"));
  assertEquals(float32Ports(graph), graph);
});

Deno.test("verifyGraph() refuses an int8 input with dynamic parameters", () => {
  const graph = reluGraph("int8", "int8");
  const dynamic = {
    ...type,
    quantization: { kind: "dynamic", granularity: "per-tensor" },
  } as const;
  const values = new Map(graph.values).set("x", { name: "x", type: dynamic });
  assertThrows(
    () => verifyGraph({ ...graph, values }),
    ModelError,
    'Cannot verify input "x": its parameters must be fixed, got dynamic ones',
  );
});
