import type { Session, Tap } from "../execute/mod.ts";
import { type Graph, valueOf } from "../graph/mod.ts";
import { representedRange } from "../affine/mod.ts";
import { elementsPerSample, sameShape } from "../tensor/mod.ts";
import { runFloat32 } from "./run_float32.ts";

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

/** What the float32 values of a layer were, summed over samples. */
interface ExactSums {
  signal: number;
  elements: number;
  observedLo: number;
  observedHi: number;
}

/** What quantization did to a layer, summed over samples. */
interface Errors {
  noise: number;
  clipped: number;
}

/**
 * Runs quantized sessions and the float32 session on the same inputs and compares every activation.
 * The float32 model runs once for all of them. A reshape or transpose, which only moves what another
 * layer made, is left out, and so is what a session has no value of the same shape for.
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
  const sums = new Map(layers.map(({ layer }) => [layer, newSums()] as const));
  const runs = sessions.map((session) => ({
    session,
    outputs: newOutputs(),
    errors: new Map(
      layers.filter(({ layer }) => isComparable(float32.graph, session.graph, layer))
        .map(({ layer }) => [layer, { noise: 0, clipped: 0 }] as const),
    ),
  }));
  for (let from = 0; from < inputs.length / elements; from += batch) {
    const part = inputs.subarray(from * elements, (from + batch) * elements);
    const exact = new Map<string, ExactBatch>();
    const result = runFloat32(float32, part, (name, data) => {
      const sum = sums.get(name);
      if (sum !== undefined && data instanceof Float32Array) {
        exact.set(name, addExact(sum, data.slice()));
      }
    });
    float32Outputs.set(result, from * outputElements);
    for (const { session, outputs, errors } of runs) {
      const { values } = session.graph;
      const approximate = runFloat32(session, part, (name, data, samples, parametersOf) => {
        const layer = floatNameOf(name);
        const error = errors.get(layer);
        // A port exists twice, as float32 and as int8: the int8 form is the quantized one.
        const isOwn = name === quantizedName(values, layer);
        if (error !== undefined && isOwn) {
          addErrors(error, exact.get(layer)!, { data, samples, parametersOf });
        }
      });
      outputs.set(approximate, from * outputElements);
    }
  }
  const measures = runs.map(({ session, outputs, errors }) => ({
    outputs,
    layers: layers.filter(({ layer }) => errors.has(layer)).map((layer) =>
      finish(session.graph, layer, { ...sums.get(layer.layer)!, ...errors.get(layer.layer)! })
    ),
  }));
  return { float32Outputs, measures };
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

/** The name of the quantized form of a layer: a port exists as float32 and as int8. */
function quantizedName(values: Graph["values"], layer: string): string {
  const int8 = `${layer}:int8`;
  return values.has(int8) ? int8 : layer;
}

/** Whether a quantized graph has the activation of a float32 layer, in codes or in float32. */
function isComparable(float32: Graph, { values }: Graph, layer: string): boolean {
  const value = values.get(quantizedName(values, layer));
  return value !== undefined && value.constant === undefined &&
    (value.type.dtype === "float32" || value.type.dtype === "int8") &&
    sameShape(value.type.shape, valueOf(float32, layer).type.shape);
}

function newSums(): ExactSums {
  return { signal: 0, elements: 0, observedLo: Infinity, observedHi: -Infinity };
}

/** The float32 values of a layer in one batch, with their extremes. */
interface ExactBatch {
  readonly data: Float32Array;
  readonly lo: number;
  readonly hi: number;
}

/** Adds a batch to the sums of a layer. */
function addExact(sum: ExactSums, data: Float32Array): ExactBatch {
  let { signal } = sum;
  let lo = Infinity;
  let hi = -Infinity;
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    signal += x * x;
    if (x < lo) lo = x;
    if (x > hi) hi = x;
  }
  sum.signal = signal;
  sum.elements += data.length;
  sum.observedLo = Math.min(sum.observedLo, lo);
  sum.observedHi = Math.max(sum.observedHi, hi);
  return { data, lo, hi };
}

/** Adds what a batch of a quantized layer differs from the float32 one. */
function addErrors(
  errors: Errors,
  exact: ExactBatch,
  { data, samples, parametersOf }: {
    readonly data: Float32Array | Int8Array;
    readonly samples: number;
    readonly parametersOf: Parameters<Tap>[3];
  },
): void {
  if (data instanceof Float32Array) {
    errors.noise = addFloat32Noise(errors.noise, exact.data, data);
    return;
  }
  const perSample = data.length / samples;
  let known: AffineCode | undefined;
  let reals: Float64Array = new Float64Array(256);
  for (let sample = 0; sample < samples; sample++) {
    const parameters = parametersOf(sample)!;
    const { scale, zeroPoint } = parameters;
    if (known?.scale !== scale || known.zeroPoint !== zeroPoint) {
      reals = realsOf(parameters);
      known = parameters;
    }
    const part = exact.data.subarray(sample * perSample, (sample + 1) * perSample);
    const codes = data.subarray(sample * perSample, (sample + 1) * perSample);
    errors.noise = addCodeNoise(errors.noise, part, { codes, reals });
    // Beyond half a step past the last code: what no longer rounds to a code.
    const lo = scale * (-128.5 - zeroPoint);
    const hi = scale * (127.5 - zeroPoint);
    if (exact.lo < lo || exact.hi > hi) errors.clipped += countOutside(part, lo, hi);
  }
}

function addFloat32Noise(noise: number, exact: Float32Array, data: Float32Array): number {
  let sum = noise;
  for (let i = 0; i < exact.length; i++) {
    const error = exact[i]! - data[i]!;
    sum += error * error;
  }
  return sum;
}

function addCodeNoise(
  noise: number,
  exact: Float32Array,
  { codes, reals }: { readonly codes: Int8Array; readonly reals: Float64Array },
): number {
  let sum = noise;
  for (let i = 0; i < exact.length; i++) {
    const error = exact[i]! - reals[codes[i]! + 128]!;
    sum += error * error;
  }
  return sum;
}

/** What makes codes real. */
type AffineCode = NonNullable<ReturnType<Parameters<Tap>[3]>>;

/** The real value of each code, -128 first. */
function realsOf({ scale, zeroPoint }: AffineCode): Float64Array {
  const reals = new Float64Array(256);
  for (let i = 0; i < 256; i++) reals[i] = scale * (i - 128 - zeroPoint);
  return reals;
}

function countOutside(exact: Float32Array, lo: number, hi: number): number {
  let count = 0;
  for (let i = 0; i < exact.length; i++) if (exact[i]! < lo || exact[i]! > hi) count++;
  return count;
}

function finish(
  graph: Graph,
  layer: { readonly layer: string; readonly op: string; readonly position: number },
  sum: Readonly<ExactSums & Errors>,
): LayerMeasure {
  const { signal, noise, elements } = sum;
  const common = { ...layer, signal, noise, elements };
  const { quantization } = valueOf(graph, quantizedName(graph.values, layer.layer)).type;
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
