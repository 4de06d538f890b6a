import {
  attempting,
  checkShape,
  ensure,
  type Graph,
  maxAxes,
  maxNodes,
  simplify,
} from "../../graph/mod.ts";
import { type Dim, elementCount, formatShape, type Shape } from "../../tensor/mod.ts";
import { GraphBuilder } from "./builder.ts";
import { elementTypeOf, type OnnxConstant } from "./constant.ts";
import { NodeReader } from "./node_reader.ts";
import { type Operand, shapeOf } from "./operand.ts";
import { operators } from "./operators.ts";
import {
  decodeModel,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type ValueInfoProto,
} from "./proto.ts";
import { tensorOf } from "./tensor_proto.ts";

/** How an ONNX file is read. */
export interface ReadOnnxOptions {
  /**
   * Name of the Graph.
   * @default the graph's name in the file
   */
  readonly name?: string;
  /** Inputs of the model that become constants: weights, shapes or bounds that a caller knows. */
  readonly constants?: Readonly<Record<string, OnnxConstant>>;
}

/** The operator sets that are read: from the first with today's broadcasting to the newest known. */
const opsets = { oldest: 7, newest: 28 } as const;

/**
 * Reads an ONNX model as a float32 Graph.
 *
 * 1. decode the protobuf message
 * 2. take initializers and `constants` as constants, the other inputs as inputs of the Graph; an
 *    unknown leading size is the batch
 * 3. read the nodes in order; what depends on constants and shapes alone is folded
 * 4. `simplify`: images become [N, H, W, C], batch normalizations and activations are fused
 *
 * Inputs and outputs keep their names, order and axis order.
 *
 * @throws {ModelError} When the file is not an ONNX model or uses what is not supported: names the
 * node, its operator, the rule and the value.
 *
 * @example
 * ```ts
 * import { readOnnx } from "./read.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => readOnnx(new Uint8Array([1, 2, 3])), Error, "Cannot read the ONNX file");
 * ```
 */
export function readOnnx(bytes: Uint8Array, options: ReadOnnxOptions = {}): Graph {
  const model = decodeModel(bytes);
  const { graph, opset } = attempting("Cannot read the ONNX file", () => checkModel(model));
  return readGraph(graph, { opset, fileBytes: bytes.length, ...options });
}

/** The graph and the version of the default operator set, once both are what can be read. */
function checkModel({ graph, opsets: imports }: ModelProto) {
  ensure(graph !== undefined, () => "it must hold a graph, got none");
  const opset = imports.findLast(({ domain }) => isDefaultDomain(domain))?.version;
  ensure(opset !== undefined, () => "it must import the default operator set, got none");
  ensure(
    opset >= opsets.oldest && opset <= opsets.newest,
    () => `its operator set must be ${opsets.oldest} to ${opsets.newest}, got ${opset}`,
  );
  ensure(
    graph.nodes.length <= maxNodes,
    () => `it must have at most ${maxNodes} nodes, got ${graph.nodes.length}`,
  );
  ensure(
    graph.sparseInitializers === 0,
    () => `initializers must be dense, got ${graph.sparseInitializers} sparse ones`,
  );
  return { graph, opset };
}

function isDefaultDomain(domain: string): boolean {
  return domain === "" || domain === "ai.onnx";
}

type Options = ReadOnnxOptions & { readonly opset: number; readonly fileBytes: number };

function readGraph(proto: GraphProto, options: Options): Graph {
  const outputs = proto.outputs.map(({ name }) => name);
  const builder = new GraphBuilder({
    reserved: [
      ...[...proto.initializers, ...proto.inputs].map(({ name }) => name),
      ...proto.nodes.flatMap((node) => node.outputs),
    ],
    outputs: new Set(outputs),
    fileBytes: options.fileBytes,
  });
  const operands = new Map<string, Operand>();
  const constants = constantsOf(proto, options);
  for (const [name, constant] of constants) {
    operands.set(name, { kind: "constant", name, constant });
  }
  const inputs = proto.inputs.filter(({ name }) => !constants.has(name)).map((input) =>
    attempting(`Cannot read input "${input.name}"`, () => {
      ensure(!operands.has(input.name), () => "input names must be unique, got it twice");
      const port = { name: input.name, dtype: "float32", shape: inputShape(input) } as const;
      operands.set(input.name, builder.input(port));
      return port;
    })
  );
  const used = new Set([...proto.nodes.flatMap((node) => node.inputs), ...outputs]);
  for (const node of proto.nodes) readNode(node, { builder, operands, used, opset: options.opset });
  const ports = proto.outputs.map((output) => readOutput(output, operands));
  const name = options.name ?? (proto.name === "" ? "model" : proto.name);
  return simplify(builder.finish({ name, inputs, outputs: ports }));
}

/** Initializers by name, and the inputs that the caller binds. */
function constantsOf(
  proto: GraphProto,
  { constants = {} }: ReadOnnxOptions,
): ReadonlyMap<string, OnnxConstant> {
  const named = new Map<string, OnnxConstant>();
  for (const initializer of proto.initializers) {
    attempting(
      `Cannot read tensor "${initializer.name}"`,
      () => ensure(!named.has(initializer.name), () => "tensor names must be unique, got it twice"),
    );
    named.set(initializer.name, tensorOf(initializer));
  }
  const inputs = new Set(proto.inputs.map(({ name }) => name));
  for (const [name, constant] of Object.entries(constants)) {
    attempting(`Cannot bind constant "${name}"`, () => {
      ensure(
        inputs.has(name),
        () => `it must be an input of the model, which are ${[...inputs].join(", ") || "none"}`,
      );
      const expected = elementCount(constant.shape);
      ensure(
        constant.data.length === expected,
        () =>
          `it must have ${expected} elements for ${formatShape(constant.shape)}, ` +
          `got ${constant.data.length}`,
      );
    });
    named.set(name, constant);
  }
  return named;
}

/** The shape of an input of the model: float32, sizes known but for the leading one. */
function inputShape({ kind, elementType, dims }: ValueInfoProto): Shape {
  ensure(kind === "tensor", () => `it must be a tensor, got a type of kind ${kind}`);
  const type = elementTypeOf(elementType);
  ensure(type === "float32", () => `it must be float32, got ${type}`);
  ensure(dims !== undefined, () => "it must have a shape, got none; run shape inference first");
  return checkShape(dims.map((dim, axis): Dim => {
    if (typeof dim === "number") return dim;
    ensure(
      axis === 0,
      () =>
        `only the leading size may be symbolic, got "${dim ?? ""}" on axis ${axis}; ` +
        "export the model with that size fixed",
    );
    return "batch";
  }));
}

interface Reading {
  readonly builder: GraphBuilder;
  /** What each name stands for so far. */
  readonly operands: Map<string, Operand>;
  /** Names that a node or the model's outputs read. */
  readonly used: ReadonlySet<string>;
  readonly opset: number;
}

function readNode(proto: NodeProto, { builder, operands, used, opset }: Reading): void {
  const label = proto.name === "" ? proto.outputs[0] ?? "" : proto.name;
  attempting(`Cannot read node "${label}" (${proto.opType})`, () => {
    const read = isDefaultDomain(proto.domain) ? operators.get(proto.opType) : undefined;
    ensure(read !== undefined, () =>
      "its operator must be one that is supported, got " +
      (isDefaultDomain(proto.domain) ? proto.opType : `${proto.domain}.${proto.opType}`));
    const inputs = proto.inputs.map((name) => {
      if (name === "") return undefined;
      const operand = operands.get(name);
      ensure(operand !== undefined, () => `inputs must be made before the node, got "${name}"`);
      return operand;
    });
    const node = new NodeReader(proto, opset, inputs);
    ensure(!operands.has(node.output), () => `names must be made once, got "${node.output}" again`);
    const operand = read(node, builder);
    const axes = shapeOf(operand).length;
    ensure(axes <= maxAxes, () => `its output must have at most ${maxAxes} axes, got ${axes}`);
    node.checkAllRead();
    const second = proto.outputs.slice(1).find((name) => name !== "" && used.has(name));
    ensure(second === undefined, () => `only its first output must be used, got "${second}" too`);
    operands.set(node.output, named(operand, node, builder));
  });
}

/** An output of the model that would only be another name for a value becomes a value of its own. */
function named(operand: Operand, node: NodeReader, builder: GraphBuilder): Operand {
  if (operand.kind === "constant" || operand.name === node.output) return operand;
  if (!builder.isOutput(node.output)) return operand;
  return builder.emit(node, { kind: "reshape", shape: operand.shape }, { inputs: [operand] });
}

function readOutput(
  { name, kind, elementType }: ValueInfoProto,
  operands: ReadonlyMap<string, Operand>,
): { readonly name: string; readonly shape: Shape } {
  return attempting(`Cannot read output "${name}"`, () => {
    const operand = operands.get(name);
    ensure(operand !== undefined, () => "it must be made by a node, got none that makes it");
    ensure(
      operand.kind === "activation" && operand.name === name,
      () => "it must be computed from the model's inputs, got a constant",
    );
    const type = kind === "tensor" ? elementTypeOf(elementType) : "float32";
    ensure(type === "float32", () => `it must be float32, got ${type}`);
    return { name, shape: operand.shape };
  });
}
