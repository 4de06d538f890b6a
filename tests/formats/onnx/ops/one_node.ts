/** Models of one ONNX node under test, read and run. */
import { assertEquals, assertThrows } from "@std/assert";
import { readOnnx } from "../../../../src/formats/mod.ts";
import { type Graph, ModelError } from "../../../../src/graph/mod.ts";
import { type Dense, evaluate } from "../../../graph/evaluate.ts";
import { modelBytes, type TestModel, type TestNode } from "../model_bytes.ts";

/** A node from `x` (and constants) to `y`, and what is around it. */
export type OneNode =
  & Omit<TestNode, "outputs">
  & Omit<TestModel, "nodes" | "inputs" | "outputs" | "name">
  & {
    /** Shape of the input `x`. */
    readonly x: readonly (number | string)[];
    /** Shapes of more inputs. */
    readonly more?: Readonly<Record<string, readonly (number | string)[]>>;
  };

/** The bytes of the model of a node. */
export function oneNodeBytes(
  { x, more = {}, opset = 17, constants = {}, ...node }: OneNode,
): Uint8Array {
  return modelBytes({
    opset,
    constants,
    inputs: { x, ...more },
    nodes: [{ name: "node", inputs: ["x", ...Object.keys(constants)], ...node, outputs: ["y"] }],
  });
}

/** The graph of a node. */
export function readOne(model: OneNode): Graph {
  return readOnnx(oneNodeBytes(model));
}

/** The output for inputs of consecutive elements from `first` on. */
export function runOne(model: OneNode, first = 0): Dense {
  const samples = 2;
  const inputs = Object.entries({ x: model.x, ...model.more }).map(([name, dims]) => {
    const shape = dims.map((dim) => typeof dim === "string" ? samples : dim);
    const length = shape.reduce((product, size) => product * size, 1);
    return [name, { shape, data: Array.from({ length }, (_, i) => i + first) }] as const;
  });
  return evaluate(readOne(model), Object.fromEntries(inputs), samples)["y"]!;
}

/** The shape and elements of the output are those. */
export function assertRuns(
  model: OneNode,
  expected: { readonly shape: readonly number[]; readonly data: readonly number[] },
): void {
  const { shape, data } = runOne(model);
  assertEquals({ shape, data: Array.from(data, Math.fround) }, expected);
}

/** The kinds of the ops of a graph. */
export function kinds(graph: Graph): readonly string[] {
  return graph.nodes.map(({ op }) => op.kind);
}

/** Reading fails, with the node and its operator in front of the rule. */
export function assertRefused(model: OneNode, rule: string): void {
  const error = assertThrows(() => readOne(model), ModelError, rule);
  assertEquals(error.message.startsWith(`Cannot read node "node" (${model.op}): `), true);
}
