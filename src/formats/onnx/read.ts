import {
  attempting,
  checkShape,
  ensure,
  type Graph,
  maxAxes,
  maxNodes,
  type Port,
  simplify,
} from "../../graph/mod.ts";
import type { RoundingProfile } from "../../affine/mod.ts";
import { type Dim, type DType, elementCount, formatShape, type Shape } from "../../tensor/mod.ts";
import { GraphBuilder } from "./builder.ts";
import { checkScales } from "./check_scales.ts";
import { isCodeType } from "./codes.ts";
import { elementTypeOf, type OnnxConstant } from "./constant.ts";
import { fuseCodes } from "./fuse_codes.ts";
import { NodeReader } from "./node_reader.ts";
import { type AnyOperand, shapeOf } from "./operand.ts";
import { operators } from "./operators.ts";
import { writeSums } from "./pending.ts";
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
  /**
   * Outputs of the model to keep, by name.
   * @default all of them
   */
  readonly outputs?: readonly string[];
  /**
   * How int8 operators of a quantized model round. `tflm` is what runs on the chip: a fixed-point
   * multiplier and ties away from zero; onnxruntime multiplies in float32 and rounds ties to even, so
   * that codes may differ by one.
   * @default {"tflm"}
   */
  readonly rounding?: RoundingProfile;
  /**
   * What the batch is: `declared`, a leading size that the file leaves open, or `leading`, also a
   * leading size of 1, as exporters write that were not told of other batches.
   * @default {"declared"}
   */
  readonly batch?: "declared" | "leading";
}

/** The operator sets that are read: from the first with today's broadcasting to the newest known. */
const opsets = { oldest: 7, newest: 28 } as const;

/**
 * Reads an ONNX model as a Graph: a float32 model as float32, a quantized one as int8 with the
 * parameters of the file.
 *
 * 1. decode the protobuf message
 * 2. take initializers and `constants` as constants, the other inputs as inputs of the Graph; an
 *    unknown leading size is the batch
 * 3. read the nodes in order; what depends on constants and shapes alone is folded
 * 4. `simplify`: images become [N, H, W, C], batch normalizations and activations are fused
 * 5. `fuseCodes`: float32 ops between DequantizeLinear and QuantizeLinear become int8 ops
 *
 * Inputs and outputs keep their names, order and axis order. uint8 codes are int8 codes inside, 128
 * less with their zero point. DynamicQuantizeLinear with the integer operators behind it becomes the
 * hybrid form: codes of each sample have their own parameters, where ONNX finds one for the batch.
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
  const kept = keptOutputs(proto, options);
  const outputs = kept.map(({ name }) => name);
  const builder = new GraphBuilder({
    reserved: [
      ...[...proto.initializers, ...proto.inputs].map(({ name }) => name),
      ...proto.nodes.flatMap((node) => node.outputs),
    ],
    outputs: new Set(outputs),
    fileBytes: options.fileBytes,
    rounding: options.rounding ?? "tflm",
    oneIsBatch: options.batch === "leading",
  });
  const operands = new Map<string, AnyOperand>();
  const constants = constantsOf(proto, options);
  for (const [name, constant] of constants) {
    operands.set(name, { kind: "constant", name, constant });
  }
  const inputs = proto.inputs.filter(({ name }) => !constants.has(name)).map((input) =>
    attempting(`Cannot read input "${input.name}"`, () => {
      ensure(!operands.has(input.name), () => "input names must be unique, got it twice");
      const dtype = inputType(input);
      const shape = inputShape(input, { oneIsBatch: builder.oneIsBatch });
      const port = { name: input.name, dtype, shape };
      operands.set(input.name, builder.input(port));
      return port;
    })
  );
  const used = new Set([...proto.nodes.flatMap((node) => node.inputs), ...outputs]);
  for (const node of proto.nodes) readNode(node, { builder, operands, used, opset: options.opset });
  const ports = kept.map((output) => readOutput(output, operands));
  const name = options.name ?? (proto.name === "" ? "model" : proto.name);
  const graph = simplify(builder.finish({ name, inputs, outputs: ports }));
  const { codedConstants: coded, rounding } = builder;
  return checkScales(fuseCodes(graph, { coded, rounding }));
}

/** The outputs of the model that the caller keeps. */
function keptOutputs({ outputs }: GraphProto, { outputs: wanted }: ReadOnnxOptions) {
  const unknown = wanted?.find((name) => !outputs.some((output) => output.name === name));
  attempting(`Cannot keep output "${unknown}"`, () =>
    ensure(
      unknown === undefined,
      () =>
        `it must be an output of the model, which are ${outputs.map(({ name }) => name).join()}`,
    ));
  return wanted ? outputs.filter(({ name }) => wanted.includes(name)) : outputs;
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

/** The element type of an input of the model: float32, or codes. */
function inputType({ kind, elementType }: ValueInfoProto): "float32" | "int8" | "uint8" {
  ensure(kind === "tensor", () => `it must be a tensor, got a type of kind ${kind}`);
  const type = elementTypeOf(elementType);
  ensure(
    type === "float32" || isCodeType(type),
    () => `it must be float32, int8 or uint8, got ${type}`,
  );
  return type;
}

/** The shape of an input of the model: sizes known but for the leading one. */
function inputShape(
  { dims }: ValueInfoProto,
  { oneIsBatch }: { readonly oneIsBatch: boolean },
): Shape {
  ensure(dims !== undefined, () => "it must have a shape, got none; run shape inference first");
  return checkShape(dims.map((dim, axis): Dim => {
    if (axis === 0 && dim === 1 && oneIsBatch) return "batch";
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
  readonly operands: Map<string, AnyOperand>;
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
    const result = read(node, builder);
    const made = "kind" in result ? [result] : result;
    node.checkAllRead();
    const unmade = proto.outputs.slice(made.length).find((name) => name !== "" && used.has(name));
    ensure(unmade === undefined, () => `only its first output must be used, got "${unmade}" too`);
    made.forEach((operand, i) => {
      const output = proto.outputs[i] ?? "";
      if (output === "") return;
      ensure(!operands.has(output), () => `names must be made once, got "${output}" again`);
      const axes = shapeOf(operand).length;
      ensure(axes <= maxAxes, () => `its output must have at most ${maxAxes} axes, got ${axes}`);
      operands.set(output, named(operand, node, builder));
    });
  });
}

/**
 * An output of the model that would only be another name for a value becomes a value of its own, and
 * sums that are one are written as they are.
 */
function named(operand: AnyOperand, node: NodeReader, builder: GraphBuilder): AnyOperand {
  if (!builder.isOutput(node.output)) return operand;
  if (operand.kind === "sums") return writeSums(node, operand.sums);
  if (operand.kind !== "activation" || operand.name === node.output) return operand;
  return builder.emit(node, { kind: "reshape", shape: operand.shape }, { inputs: [operand] });
}

function readOutput(
  { name, kind, elementType }: ValueInfoProto,
  operands: ReadonlyMap<string, AnyOperand>,
): Port {
  return attempting(`Cannot read output "${name}"`, () => {
    const operand = operands.get(name);
    ensure(operand !== undefined, () => "it must be made by a node, got none that makes it");
    ensure(
      operand.kind !== "scale" && operand.kind !== "zeroPoint",
      () => "it must be a tensor, got a parameter found at run time; leave it out of `outputs`",
    );
    ensure(
      operand.kind === "activation" && operand.name === name,
      () => "it must be computed from the model's inputs, got a constant",
    );
    const dtype: DType = operand.integer ? "int32" : operand.codes?.elementType ?? "float32";
    const type = kind === "tensor" ? elementTypeOf(elementType) : dtype;
    ensure(type === dtype, () => `it must be ${dtype}, got ${type}`);
    return { name, dtype, shape: operand.shape };
  });
}
