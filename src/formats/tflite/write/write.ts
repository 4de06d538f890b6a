import config from "../../../../deno.json" with { type: "json" };
import {
  attempting,
  ensure,
  type Graph,
  type Port,
  valueOf,
  verifyGraph,
} from "../../../graph/mod.ts";
import { formatShape } from "../../../tensor/mod.ts";
import { encodeModel } from "./encode.ts";
import { FileBuilder, type NodeValues, type OpNode } from "./file_builder.ts";
import { opWriters } from "./operators.ts";
import { separateUint8Ports } from "./uint8_ports.ts";

/** Most axes that all operators of the interpreter and its XNNPACK kernels take. */
const maxAxes = 6;

/** How a TensorFlow Lite file is written. */
export interface WriteTfliteOptions {
  /**
   * What the file says about its origin.
   * @default "ptqbench" and the version
   */
  readonly description?: string;
}

/**
 * Writes a graph as a TensorFlow Lite model: float32, weight-only (a DEQUANTIZE behind the int8
 * weights), or int8 with fixed parameters, which runs as the graph does under the rounding profile of
 * whoever runs it. The same graph gives the same bytes.
 *
 * 1. uint8 ports are separated from what may only be INT8
 * 2. each node becomes one operator, with a PAD before a window that is padded neither as SAME nor as
 *    VALID
 * 3. tensors, buffers and operators are encoded; sizes are those at batch 1, the batch is left open
 *
 * Values keep their names; nodes have none in the file.
 *
 * @throws {ModelError} When TensorFlow Lite cannot say a node: dynamic parameters, a hybrid layer, a
 * clamp or an op that it does not have. Names the node, the rule and the value.
 *
 * @example
 * ```ts
 * import { writeTflite } from "./write.ts";
 * import { readTflite } from "../read.ts";
 * import { unquantized } from "../../../graph/mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const type = { dtype: "float32", shape: ["batch", 3], quantization: unquantized } as const;
 * const bytes = writeTflite({
 *   name: "softmax",
 *   inputs: [{ name: "x", ...type }],
 *   outputs: [{ name: "y", ...type }],
 *   values: new Map(["x", "y"].map((name) => [name, { name, type }])),
 *   nodes: [{ name: "softmax", op: { kind: "softmax" }, inputs: ["x"], output: "y" }],
 * });
 * assertEquals(readTflite(bytes).nodes[0]!.op, { kind: "softmax" });
 * ```
 */
export function writeTflite(graph: Graph, options: WriteTfliteOptions = {}): Uint8Array {
  const { description = `ptqbench ${config.version}` } = options;
  checkPorts(graph);
  const separated = separateUint8Ports(verifyGraph(graph));
  const uint8 = [...separated.inputs, ...separated.outputs]
    .filter(({ dtype }) => dtype === "uint8").map(({ name }) => name);
  const file = new FileBuilder(separated, { uint8: new Set(uint8) });
  const inputs = separated.inputs.map((port) => tensorOf(separated, file, port));
  for (const { name, op, inputs, output } of separated.nodes) {
    attempting(`Cannot write node "${name}" (${op.kind}) as TensorFlow Lite`, () => {
      const values = inputs.map((input) => valueOf(separated, input));
      const node = { op, inputs: values, output: valueOf(separated, output) };
      checkAxes(node);
      const write = opWriters[op.kind] as (node: OpNode, file: FileBuilder) => void;
      write(node, file);
    });
  }
  const outputs = separated.outputs.map((port) => tensorOf(separated, file, port));
  return encodeModel(file.finish({ description, inputs, outputs }));
}

function tensorOf(graph: Graph, file: FileBuilder, { name }: Port): number {
  return file.operand(valueOf(graph, name));
}

function checkAxes({ inputs, output }: NodeValues): void {
  for (const { name, type: { shape } } of [...inputs, output]) {
    ensure(
      shape.length <= maxAxes,
      () => `values must have at most ${maxAxes} axes, got ${formatShape(shape)} for "${name}"`,
    );
  }
}

function checkPorts(graph: Graph): void {
  for (const { name, dtype } of [...graph.inputs, ...graph.outputs]) {
    attempting(
      `Cannot write port "${name}" as TensorFlow Lite`,
      () =>
        ensure(
          dtype === "float32" || dtype === "int8" || dtype === "uint8",
          () => `it must be float32, int8 or uint8, got ${dtype}`,
        ),
    );
  }
}
