import { type Graph, valueOf } from "../../src/graph/mod.ts";
import { arrayOf, modelsOf } from "./files.ts";
import { crossFit } from "./folds.ts";
import type { Task, TaskOptions } from "./task.ts";

/** The parameters of a shipped model's int8 input, behind its float32 port. */
function inputParameters({ nodes, ...graph }: Graph) {
  const [port] = graph.inputs;
  const quantize = nodes.find(({ op, inputs }) =>
    op.kind === "quantize" && inputs[0] === port!.name
  );
  const quantization = quantize &&
    valueOf({ nodes, ...graph }, quantize.output).type.quantization;
  if (quantization?.kind !== "static" || quantization.granularity !== "per-tensor") {
    throw new TypeError(`Cannot dequantize inputs of "${graph.name}": its input must be int8`);
  }
  return quantization.parameters;
}

/** DS-CNN: 500 keywords, features stored as the codes of the shipped model's input. */
export function keywordTask({ dataDir, seed }: TaskOptions): Task {
  const folder = `${dataDir}/mlperf-tiny`;
  const models = modelsOf(dataDir, "kws_dscnn");
  const { scale, zeroPoint } = inputParameters(models.shipped);
  const codes = arrayOf(`${folder}/kws_inputs_int8.npy`, Int8Array);
  const inputs = Float32Array.from(codes, (code) => scale * (code - zeroPoint));
  const labels = arrayOf(`${folder}/kws_labels.npy`, Uint8Array);
  return {
    name: "keyword-spotting",
    metric: "top-1",
    ...models,
    inputs,
    inputsPerSample: 1,
    labels,
    folds: crossFit(inputs, labels, { seed }),
    calibratedOn: "the other half of the keywords, both ways",
  };
}
