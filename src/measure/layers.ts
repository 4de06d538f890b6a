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

/** Float32 activations of a batch: what a tap of the float32 session saw. */
type Activations = ReadonlyMap<string, Float32Array>;

/** Runs one batch and keeps a copy of every activation. */
function activationsOf(session: Session, inputs: Float32Array): Activations {
  const seen = new Map<string, Float32Array>();
  runBatch(session, inputs, (name, data) => {
    if (data instanceof Float32Array) seen.set(name, data.slice());
  });
  return seen;
}

function runBatch(session: Session, inputs: Float32Array, tap: Tap): void {
  const [input] = session.graph.inputs;
  const elements = elementsPerSample(input!.shape);
  const shape = [inputs.length / elements, ...input!.shape.slice(1) as number[]];
  session.run({ [input!.name]: tensor("float32", shape, inputs) }, { tap });
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
 * Compares every activation of quantized sessions with the float32 session, on the same inputs. The
 * float32 model runs once for all of them. A reshape or transpose, which only moves what another
 * layer made, is left out.
 *
 * @param inputs [samples, ...] in the model's own axis order, flattened.
 * @param options.floatNameOf The float32 value that a value of a quantized graph stands for.
 */
export function measureLayers(
  float32: Session,
  inputs: Float32Array,
  options: {
    readonly sessions: readonly Session[];
    readonly floatNameOf: (value: string) => string;
  },
): readonly (readonly LayerMeasure[])[] {
  const elements = elementsPerSample(float32.graph.inputs[0]!.shape);
  const batch = Math.min(float32.batch, ...options.sessions.map((session) => session.batch));
  const layers = layersOf(float32.graph);
  const sums = options.sessions.map(() =>
    new Map(layers.map(({ layer }) => [layer, newSums()] as const))
  );
  for (let from = 0; from < inputs.length; from += batch * elements) {
    const part = inputs.subarray(from, from + batch * elements);
    const exact = activationsOf(float32, part);
    options.sessions.forEach((session, index) => {
      const quantized = new Set(session.graph.values.keys());
      runBatch(session, part, (name, data, samples, parametersOf) => {
        const layer = options.floatNameOf(name);
        const sum = sums[index]!.get(layer);
        // A port exists twice, as float32 and as int8: the int8 form is the quantized one.
        const isOwn = name !== layer || !quantized.has(`${name}:int8`);
        if (sum === undefined || !isOwn) return;
        addTo(sum, exact.get(layer)!, { data, samples, parametersOf });
      });
    });
  }
  return options.sessions.map((session, index) =>
    layers.map(({ layer, op, position }) =>
      finish(session.graph, sums[index]!.get(layer)!, { layer, op, position })
    )
  );
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
