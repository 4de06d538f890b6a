import { type DType, elementCount, formatShape, sameShape } from "../tensor/mod.ts";
import { type Graph, type Node, type Port, type Value, valueOf } from "./graph.ts";
import { inferShape } from "./infer.ts";
import { checkShape, maxNodes } from "./limits.ts";
import { attempting, ensure } from "./rule.ts";
import { checkActivationType, checkConstantType } from "./verify/value_types.ts";
import { checkNodeTypes } from "./verify/node_types.ts";

/**
 * The same graph, once every rule of the intermediate representation holds: nodes in topological
 * order, names unique and defined, shapes equal to {@linkcode inferShape}, attributes legal, element
 * types and quantization that fit each operator, weights and biases constant.
 *
 * @throws {ModelError} When a rule is broken; names the node, its operator, the rule and the value.
 *
 * @example
 * ```ts
 * import type { Graph } from "./graph.ts";
 * import { unquantized } from "./graph.ts";
 * import { verifyGraph } from "./verify.ts";
 * import { assertStrictEquals } from "@std/assert";
 *
 * const type = { dtype: "float32", shape: ["batch", 3], quantization: unquantized } as const;
 * const graph: Graph = {
 *   name: "relu",
 *   inputs: [{ name: "x", dtype: "float32", shape: ["batch", 3] }],
 *   outputs: [{ name: "y", dtype: "float32", shape: ["batch", 3] }],
 *   values: new Map([["x", { name: "x", type }], ["y", { name: "y", type }]]),
 *   nodes: [{
 *     name: "relu",
 *     op: { kind: "clamp", clamp: { min: 0, max: Infinity } },
 *     inputs: ["x"],
 *     output: "y",
 *   }],
 * };
 * assertStrictEquals(verifyGraph(graph), graph);
 * ```
 */
export function verifyGraph(graph: Graph): Graph {
  attempting(`Cannot verify graph "${graph.name}"`, () => {
    ensure(
      graph.nodes.length <= maxNodes,
      () => `it must have at most ${maxNodes} nodes, got ${graph.nodes.length}`,
    );
    ensure(graph.inputs.length > 0, () => "it must have an input, got none");
    ensure(graph.outputs.length > 0, () => "it must have an output, got none");
  });
  for (const [name, value] of graph.values) {
    attempting(`Cannot verify value "${name}"`, () => {
      ensure(value.name === name, () => `it must be listed under its name, got "${value.name}"`);
      checkValue(value);
    });
  }
  const defined = verifyInputs(graph);
  const names = new Set<string>();
  for (const node of graph.nodes) {
    attempting(`Cannot verify node "${node.name}" (${node.op.kind})`, () => {
      ensure(!names.has(node.name), () => `node names must be unique, got "${node.name}" twice`);
      names.add(node.name);
      verifyNode(graph, node, defined);
      defined.add(node.output);
    });
  }
  verifyOutputs(graph, defined);
  return graph;
}

/** Shape, element type and quantization of a value; the tensor of a constant. */
function checkValue({ type, constant }: Value): void {
  checkShape(type.shape);
  if (constant === undefined) return checkActivationType(type);
  ensure(
    constant.dtype === type.dtype,
    () => `its constant must be ${type.dtype}, got ${constant.dtype}`,
  );
  ensure(
    sameShape(constant.shape, type.shape),
    () =>
      `its constant must have the shape ${formatShape(type.shape)}, ` +
      `got ${formatShape(constant.shape)}`,
  );
  const elements = elementCount(constant.shape);
  ensure(
    constant.data.length === elements,
    () => `its constant must have ${elements} elements, got ${constant.data.length}`,
  );
  checkConstantType(type);
}

/** Inputs are activations with the type of their port. Gives back the names defined so far. */
function verifyInputs(graph: Graph): Set<string> {
  const defined = new Set<string>();
  for (const port of graph.inputs) {
    attempting(`Cannot verify input "${port.name}"`, () => {
      ensure(!defined.has(port.name), () => "input names must be unique, got it twice");
      checkPort(graph, port);
      ensure(
        valueOf(graph, port.name).type.quantization.kind !== "dynamic",
        () => "its parameters must be fixed, got dynamic ones",
      );
      defined.add(port.name);
    });
  }
  return defined;
}

/** The dtype of the value behind a port: int32 outputs are whole numbers in float32. */
const valueDTypes = {
  float32: "float32",
  int8: "int8",
  uint8: "int8",
  int16: "int16",
  int32: "float32",
} as const satisfies Record<DType, DType>;

function checkPort(graph: Graph, port: Port): void {
  const value = graph.values.get(port.name);
  ensure(value !== undefined, () => "it must be a value of the graph, got none of that name");
  ensure(value.constant === undefined, () => "it must be an activation, got a constant");
  const dtype = valueDTypes[port.dtype];
  ensure(
    value.type.dtype === dtype && sameShape(value.type.shape, port.shape),
    () =>
      `its value must be ${dtype} ${formatShape(port.shape)}, ` +
      `got ${value.type.dtype} ${formatShape(value.type.shape)}`,
  );
}

function verifyNode(graph: Graph, node: Node, defined: ReadonlySet<string>): void {
  for (const name of node.inputs) {
    const value = graph.values.get(name);
    ensure(value !== undefined, () => `inputs must be values of the graph, got "${name}"`);
    ensure(
      value.constant !== undefined || defined.has(name),
      () => `inputs must be computed before the node, got "${name}"`,
    );
  }
  const output = graph.values.get(node.output);
  ensure(output !== undefined, () => `the output must be a value, got "${node.output}"`);
  ensure(
    output.constant === undefined && !defined.has(node.output),
    () => `the output must be computed once, got "${node.output}" again`,
  );
  const shapes = node.inputs.map((name) => valueOf(graph, name).type.shape);
  const inferred = inferShape(node.op, shapes);
  ensure(
    sameShape(inferred, output.type.shape),
    () =>
      `the output "${node.output}" must have the shape ${formatShape(inferred)}, ` +
      `got ${formatShape(output.type.shape)}`,
  );
  checkNodeTypes(graph, node);
}

/** Outputs are computed by nodes; every activation is defined. */
function verifyOutputs(graph: Graph, defined: ReadonlySet<string>): void {
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  const outputs = new Set<string>();
  for (const port of graph.outputs) {
    attempting(`Cannot verify output "${port.name}"`, () => {
      ensure(!outputs.has(port.name), () => "output names must be unique, got it twice");
      checkPort(graph, port);
      ensure(
        defined.has(port.name) && !inputs.has(port.name),
        () => "it must be computed by a node, got none that computes it",
      );
      outputs.add(port.name);
    });
  }
  for (const [name, { constant }] of graph.values) {
    attempting(
      `Cannot verify value "${name}"`,
      () =>
        ensure(
          constant !== undefined || defined.has(name),
          () => "an activation must be an input or the output of a node, got neither",
        ),
    );
  }
}
