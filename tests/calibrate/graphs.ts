import {
  type Graph,
  noClamp,
  type Node,
  type Port,
  unquantized,
  type Value,
} from "../../src/graph/mod.ts";
import type { Shape } from "../../src/tensor/mod.ts";

/** A float32 graph whose values all have one shape; the last node makes the output. */
export function graphOf(
  { shape, inputs, nodes }: {
    readonly shape: Shape;
    readonly inputs: readonly string[];
    readonly nodes: readonly Node[];
  },
): Graph {
  const port = (name: string): Port => ({ name, dtype: "float32", shape });
  const names = [...inputs, ...nodes.map(({ output }) => output)];
  const values = names.map((name): [string, Value] => [
    name,
    { name, type: { dtype: "float32", shape, quantization: unquantized } },
  ]);
  return {
    name: "test",
    inputs: inputs.map(port),
    outputs: [port(names.at(-1)!)],
    values: new Map(values),
    nodes,
  };
}

/** `x` [shape] -> `double` = x + x -> `relu`. */
export function doubleRelu(shape: Shape): Graph {
  return graphOf({
    shape,
    inputs: ["x"],
    nodes: [
      { name: "n0", op: { kind: "add", clamp: noClamp }, inputs: ["x", "x"], output: "double" },
      {
        name: "n1",
        op: { kind: "clamp", clamp: { ...noClamp, min: 0 } },
        inputs: ["double"],
        output: "relu",
      },
    ],
  });
}
