/** Writes a static Graph as QDQ ONNX, for tests. */
import { type Graph, type Node, type Value, valueOf } from "../../../src/graph/mod.ts";
import { modelBytes, type TestNode, type TestTensor } from "./model_bytes.ts";

/** ONNX operators of the ops in the model, between float32 values. */
const operators: Readonly<Record<string, string>> = {
  fullyConnected: "Gemm",
  sigmoid: "Sigmoid",
  mul: "Mul",
  add: "Add",
  concat: "Concat",
  reshape: "Reshape",
};

function parameterTensors({ name, type }: Value): Readonly<Record<string, TestTensor>> {
  const { quantization } = type;
  if (quantization.kind !== "static") throw new Error(`"${name}" must be static`);
  if (quantization.granularity === "per-tensor") {
    const { scale, zeroPoint } = quantization.parameters;
    return {
      [`${name}:s`]: { shape: [], floats: [scale] },
      [`${name}:z`]: { shape: [], int8: [zeroPoint] },
    };
  }
  const { scales } = quantization;
  return {
    [`${name}:s`]: { shape: [scales.length], floats: scales },
    [`${name}:z`]: { shape: [scales.length], int8: scales.map(() => 0) },
  };
}

/** The bytes of a QDQ model of a static graph of fully connected layers. */
export function writeQdq(graph: Graph): Uint8Array {
  const constants: Record<string, TestTensor> = {};
  const nodes: TestNode[] = [];
  const scalesOf = (name: string) => {
    const { quantization } = valueOf(graph, name).type;
    if (quantization.kind !== "static") throw new Error(`"${name}" must be static`);
    return quantization.granularity === "per-channel"
      ? quantization.scales
      : [quantization.parameters.scale];
  };
  /** A float32 view of codes. */
  const real = (name: string): string => {
    const output = `${name}:real`;
    if (nodes.some(({ outputs }) => outputs[0] === output)) return output;
    Object.assign(constants, parameterTensors(valueOf(graph, name)));
    const inputs = [name, `${name}:s`, `${name}:z`];
    nodes.push({ op: "DequantizeLinear", inputs, outputs: [output] });
    return output;
  };
  const weights = (name: string): string => {
    const value = valueOf(graph, name);
    Object.assign(constants, parameterTensors(value));
    const { shape, data } = value.constant!;
    constants[`${name}:codes`] = { shape, int8: Array.from(data) };
    const inputs = [`${name}:codes`, `${name}:s`, `${name}:z`];
    const attributes = { axis: 0n };
    nodes.push({ op: "DequantizeLinear", inputs, outputs: [name], attributes });
    return name;
  };
  const bias = ({ inputs: [x, w, b] }: Node): string => {
    const { shape, data } = valueOf(graph, b!).constant!;
    const output = b!.replace(/:int32$/, "");
    const scales = scalesOf(w!).map((scale) => Math.fround(scale * scalesOf(x!)[0]!));
    const list = scales.length > 1 ? { shape: [scales.length] } : { shape: [] };
    constants[`${b}:codes`] = { shape, int32: Array.from(data) };
    constants[`${b}:s`] = { ...list, floats: scales };
    const inputs = [`${b}:codes`, `${b}:s`];
    nodes.push({ op: "DequantizeLinear", inputs, outputs: [output], attributes: { axis: 0n } });
    return output;
  };
  /** The new shape of a reshape, as the operator takes it: -1 for the batch. */
  const sizes = ({ op, output }: Node): readonly string[] => {
    if (op.kind !== "reshape") return [];
    const integers = op.shape.map((dim) => dim === "batch" ? -1 : dim);
    constants[`${output}:shape`] = { shape: [integers.length], integers };
    return [`${output}:shape`];
  };
  const quantizeTo = (
    output: string,
    { x, name }: { readonly x: string; readonly name: string },
  ) => {
    Object.assign(constants, parameterTensors(valueOf(graph, output)));
    const inputs = [x, `${output}:s`, `${output}:z`];
    nodes.push({ op: "QuantizeLinear", name, inputs, outputs: [output] });
  };
  for (const node of graph.nodes) {
    const [x] = node.inputs;
    const { name, op, output } = node;
    if (op.kind === "quantize") quantizeTo(output, { x: x!, name });
    else if (op.kind === "requantize") quantizeTo(output, { x: real(x!), name });
    else if (op.kind === "dequantize") {
      Object.assign(constants, parameterTensors(valueOf(graph, x!)));
      const inputs = [x!, `${x}:s`, `${x}:z`];
      nodes.push({ op: "DequantizeLinear", name, inputs, outputs: [output] });
    } else {
      const layer = op.kind === "fullyConnected";
      const inputs = layer
        ? [real(x!), weights(node.inputs[1]!), ...(node.inputs[2] ? [bias(node)] : [])]
        : [...node.inputs.map(real), ...sizes(node)];
      const clamped = "clamp" in op && op.clamp.min === 0;
      const made = `${output}:made`;
      nodes.push({
        op: operators[op.kind]!,
        name,
        inputs,
        outputs: [clamped ? `${made}:open` : made],
        ...(layer && { attributes: { transB: 1n } }),
        ...(op.kind === "concat" && { attributes: { axis: BigInt(op.axis) } }),
      });
      if (clamped) nodes.push({ op: "Relu", inputs: [`${made}:open`], outputs: [made] });
      quantizeTo(output, { x: made, name: `${name}:quantize` });
    }
  }
  return modelBytes({
    name: graph.name,
    inputs: Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, shape])),
    outputs: graph.outputs.map(({ name }) => name),
    nodes,
    constants,
  });
}
