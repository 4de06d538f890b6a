import type { Session, Tap } from "../execute/mod.ts";
import { type Graph, valueOf } from "../graph/mod.ts";
import { representedRange } from "../affine/mod.ts";
import { elementsPerSample, tensor } from "../tensor/mod.ts";

/** What quantization did to one activation on one condition, summed over samples. */
export interface LayerMeasure {
  /** Name of the float32 value. */
  readonly layer: string;
  readonly op: string;
  readonly position: number;
  readonly signal: number;
  readonly noise: number;
  /** Float32 values that round to no code of the static range; `undefined` where not static int8. */
  readonly clipped: number | undefined;
  readonly elements: number;
  /** Static range over observed range; `undefined` where not static, or nothing was observed. */
  readonly headroom: number | undefined;
}

/** What one session gave and how far its layers are from float32. */
export interface FidelityMeasure {
  /** The model's output, [samples, outputs] flattened. */
  readonly outputs: Float32Array;
  readonly layers: readonly LayerMeasure[];
}

/** Runs one batch of a model of one input and one output. */
function runBatch(session: Session, inputs: Float32Array, tap: Tap): Float32Array {
  const [input] = session.graph.inputs;
  const elements = elementsPerSample(input!.shape);
  const shape = [inputs.length / elements, ...input!.shape.slice(1) as number[]];
  const results = session.run({ [input!.name]: tensor("float32", shape, inputs) }, { tap });
  return results[session.graph.outputs[0]!.name]!.data;
}

interface Sums {
  signal: number;
  noise: number;
  clipped: number;
  elements: number;
  observedLo: number;
  observedHi: number;
}

/**
 * Runs quantized sessions and the float32 session on the same inputs and compares every activation.
 * The float32 model runs once for all of them. A reshape or transpose, which only moves what another
 * layer made, is left out.
 *
 * @param inputs [samples, ...] in the model's own axis order, flattened.
 * @param options.floatNameOf The float32 value that a value of a quantized graph stands for.
 */
export function measureFidelity(
  float32: Session,
  inputs: Float32Array,
  options: {
    readonly sessions: readonly Session[];
    readonly floatNameOf: (value: string) => string;
  },
): { readonly float32Outputs: Float32Array; readonly measures: readonly FidelityMeasure[] } {
  const { sessions, floatNameOf } = options;
  const elements = elementsPerSample(float32.graph.inputs[0]!.shape);
  const outputElements = elementsPerSample(float32.graph.outputs[0]!.shape);
  const batch = Math.min(float32.batch, ...sessions.map((session) => session.batch));
  const layers = layersOf(float32.graph);
  const newOutputs = () => new Float32Array(inputs.length / elements * outputElements);
  const float32Outputs = newOutputs();
  const runs = sessions.map((session) => ({
    session,
    outputs: newOutputs(),
    sums: new Map(layers.map(({ layer }) => [layer, newSums()] as const)),
  }));
  for (let from = 0; from < inputs.length / elements; from += batch) {
    const part = inputs.subarray(from * elements, (from + batch) * elements);
    const exact = new Map<string, Float32Array>();
    const result = runBatch(float32, part, (name, data) => {
      if (data instanceof Float32Array) exact.set(name, data.slice());
    });
    float32Outputs.set(result, from * outputElements);
    for (const { session, outputs, sums } of runs) {
      const { values } = session.graph;
      const approximate = runBatch(session, part, (name, data, samples, parametersOf) => {
        const layer = floatNameOf(name);
        const sum = sums.get(layer);
        // A port exists twice, as float32 and as int8: the int8 form is the quantized one.
        const isOwn = name !== layer || !values.has(`${name}:int8`);
        if (sum !== undefined && isOwn) {
          addTo(sum, exact.get(layer)!, { data, samples, parametersOf });
        }
      });
      outputs.set(approximate, from * outputElements);
    }
  }
  const measures = runs.map(({ session, outputs, sums }) => ({
    outputs,
    layers: layers.map((layer) => finish(session.graph, sums.get(layer.layer)!, layer)),
  }));
  return { float32Outputs, measures };
}

function newSums(): Sums {
  return {
    signal: 0,
    noise: 0,
    clipped: 0,
    elements: 0,
    observedLo: Infinity,
    observedHi: -Infinity,
  };
}

/** The activations that some op computed, and the input, in order of execution. */
function layersOf(graph: Graph) {
  const moved = new Set(["reshape", "transpose"]);
  const made = graph.nodes
    .filter(({ op }) => !moved.has(op.kind))
    .map(({ output, op }) => ({ layer: output, op: op.kind as string }));
  const inputs = graph.inputs.map(({ name }) => ({ layer: name, op: "input" }));
  return [...inputs, ...made].map((layer, position) => ({ ...layer, position }));
}

function addTo(
  sum: Sums,
  exact: Float32Array,
  { data, samples, parametersOf }: {
    readonly data: Float32Array | Int8Array;
    readonly samples: number;
    readonly parametersOf: Parameters<Tap>[3];
  },
): void {
  const perSample = exact.length / samples;
  for (let sample = 0; sample < samples; sample++) {
    const parameters = parametersOf(sample);
    const scale = parameters?.scale ?? 1;
    const zeroPoint = parameters?.zeroPoint ?? 0;
    // Beyond half a step past the last code: what no longer rounds to a code.
    const lo = parameters ? scale * (-128.5 - zeroPoint) : -Infinity;
    const hi = parameters ? scale * (127.5 - zeroPoint) : Infinity;
    let { signal, noise, clipped, observedLo, observedHi } = sum;
    for (let i = sample * perSample; i < (sample + 1) * perSample; i++) {
      const x = exact[i]!;
      const error = x - scale * (data[i]! - zeroPoint);
      signal += x * x;
      noise += error * error;
      if (x < lo || x > hi) clipped++;
      if (x < observedLo) observedLo = x;
      if (x > observedHi) observedHi = x;
    }
    Object.assign(sum, { signal, noise, clipped, observedLo, observedHi });
    sum.elements += perSample;
  }
}

function finish(
  graph: Graph,
  sum: Sums,
  layer: { readonly layer: string; readonly op: string; readonly position: number },
): LayerMeasure {
  const { signal, noise, elements } = sum;
  const common = { ...layer, signal, noise, elements };
  const name = graph.values.has(`${layer.layer}:int8`) ? `${layer.layer}:int8` : layer.layer;
  const { quantization } = valueOf(graph, name).type;
  if (quantization.kind !== "static" || quantization.granularity !== "per-tensor") {
    return { ...common, clipped: undefined, headroom: undefined };
  }
  const { lo, hi } = representedRange(quantization.parameters);
  const observed = Math.max(sum.observedHi, 0) - Math.min(sum.observedLo, 0);
  return {
    ...common,
    clipped: sum.clipped,
    headroom: observed > 0 ? (hi - lo) / observed : undefined,
  };
}
