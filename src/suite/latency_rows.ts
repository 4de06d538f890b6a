import { quantizeValue } from "../affine/mod.ts";
import { randomStream } from "../data/mod.ts";
import { prepare } from "../execute/mod.ts";
import { type Graph, unquantized, valueOf } from "../graph/mod.ts";
import type { KernelSetName } from "../kernels/mod.ts";
import { type LatencySubject, measureLatency } from "../measure/mod.ts";
import type { LatencyRow } from "../records/mod.ts";
import { type Tensor, tensor } from "../tensor/mod.ts";
import type { LatencySettings } from "./settings.ts";

/** One quantized model to time. */
export interface TimedModel {
  readonly scheme: string;
  readonly weights: string | undefined;
  readonly dynamicValues: number | undefined;
  readonly graph: Graph;
}

/** How a model is timed. */
export interface LatencyPhase {
  readonly suite: string;
  readonly model: string;
  readonly kernels: KernelSetName;
  readonly settings: LatencySettings;
  readonly seed: number;
  /** One model input, preprocessed, in the model's own axis order. */
  readonly input: Float32Array;
  readonly nowUs: () => number;
  /** Told after each block. */
  readonly onBlock: () => void;
}

/** The rows of latency.csv for one model: every scheme in the same interleaved blocks, or none. */
export function latencyRows(
  models: readonly TimedModel[],
  phase: LatencyPhase,
): readonly LatencyRow[] {
  if (models.length === 0) return [];
  const { kernels, settings, input, nowUs, onBlock } = phase;
  const subjects: readonly LatencySubject[] = [
    ...models.map((model) => subjectOf(nameOf(model), model.graph, { kernels, input })),
    subjectOf("empty", emptyGraph(input.length), { kernels, input }),
  ];
  const fixed = models.find(({ scheme }) => scheme === "static");
  const baseline = nameOf(fixed ?? models[0]!);
  const { measures, timerResolutionUs } = measureLatency(subjects, {
    ...settings,
    nowUs,
    baseline,
    random: randomStream(phase.seed, ["latency", phase.model]).uniform,
    onBlock,
  });
  const emptyModelUs = measures.at(-1)!.p50Us;
  return models.map(({ scheme, weights, dynamicValues }, index): LatencyRow => {
    const { name: _, ratio, ...measure } = measures[index]!;
    return {
      suite: phase.suite,
      model: phase.model,
      scheme,
      weights,
      dynamicValues,
      kernels,
      ...measure,
      ratioToStatic: fixed ? ratio : undefined,
      timerResolutionUs,
      emptyModelUs,
    };
  });
}

function nameOf({ scheme, weights, dynamicValues }: TimedModel): string {
  return JSON.stringify([scheme, weights, dynamicValues]);
}

function subjectOf(
  name: string,
  graph: Graph,
  { kernels, input }: { readonly kernels: KernelSetName; readonly input: Float32Array },
): LatencySubject {
  const session = prepare(graph, { kernels, batch: 1 });
  const [port] = graph.inputs;
  const shape = [1, ...port!.shape.slice(1) as number[]];
  const data = port!.dtype === "int8"
    ? tensor("int8", shape, codesOf(graph, input))
    : tensor("float32", shape, input);
  const inputs: Record<string, Tensor> = { [port!.name]: data };
  return { name, run: () => void session.run(inputs) };
}

/** What a sensor gives for an input, as the codes that a model takes. */
function codesOf(graph: Graph, input: Float32Array): Int8Array {
  const { quantization } = valueOf(graph, graph.inputs[0]!.name).type;
  if (quantization.kind !== "static" || quantization.granularity !== "per-tensor") {
    throw new TypeError(`Cannot time "${graph.name}": its input must have one fixed scale`);
  }
  const { parameters } = quantization;
  return Int8Array.from(input, (value) => quantizeValue(value, parameters));
}

/** A model that copies its input to its output: what the harness itself costs. */
function emptyGraph(elements: number): Graph {
  const shape = ["batch", elements] as const;
  const type = { dtype: "float32", shape, quantization: unquantized } as const;
  return {
    name: "empty",
    inputs: [{ name: "x", dtype: "float32", shape }],
    outputs: [{ name: "y", dtype: "float32", shape }],
    values: new Map([["x", { name: "x", type }], ["y", { name: "y", type }]]),
    nodes: [{ name: "copy", op: { kind: "reshape", shape }, inputs: ["x"], output: "y" }],
  };
}
