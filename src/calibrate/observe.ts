import { prepare, type PrepareOptions } from "../execute/mod.ts";
import { type Graph, valueOf } from "../graph/mod.ts";
import { elementsPerSample, isBatched } from "../tensor/mod.ts";
import {
  type ActivationStatistics,
  activationStatistics,
  type DrawRecord,
} from "./activation_statistics.ts";
import { HistogramBuilder } from "./histogram_builder.ts";
import { modelInputs } from "./model_inputs.ts";
import { createSampleCounter, type SampleCounts } from "./sample_counts.ts";

/** Where calibration samples come from. */
export interface CalibrationSamples {
  /**
   * The model inputs of those ids after preprocessing, one sample after the other, in that order;
   * within a sample the inputs of the graph in order, each in the model's own axis order.
   */
  read(ids: readonly number[]): Float32Array;
}

/** What to observe. */
export interface ObserveOptions {
  /** Sample ids of each draw, in draw order: size n is its first n. */
  readonly draws: readonly (readonly number[])[];
  /** Sizes of calibration sets, ascending. */
  readonly sizes: readonly number[];
  /**
   * Samples in one run of the model. Changes time and memory, not the result.
   * @default {32}
   */
  readonly batch?: number;
  /** @default {"reference"} */
  readonly kernels?: PrepareOptions["kernels"];
  /**
   * The activations to observe: passes over some give what one pass over all gives.
   * @default {all of them}
   */
  readonly values?: readonly string[];
  /** Told how many of the samples to run are done. */
  readonly onProgress?: (samplesDone: number, samplesTotal: number) => void;
}

/** A place of a sample: the draw, and the position in it. */
interface Place {
  readonly draw: number;
  readonly position: number;
}

/** A DrawRecord in the making. */
interface Recorder extends Omit<DrawRecord, "segments"> {
  readonly segments: readonly HistogramBuilder[];
}

/**
 * Runs the float model once over every sample that the draws need, in ascending order of id, and
 * counts each activation for each size of each draw. A sample is counted once and added to the
 * segment that holds it in each draw. A value that a reshape or transpose made is not counted again: it
 * has the statistics of what was moved. Memory grows with draws, sizes and activations, not with the
 * pool. The result does not depend on `batch`.
 *
 * @throws {RangeError} When a draw is empty or repeats an id, when sizes are not positive integers in
 * ascending order, or when `samples.read` returns another number of elements than the inputs hold.
 * @throws {TypeError} When an activation of the graph is not float32, or `values` names none.
 *
 * @example
 * ```ts
 * import { observe } from "./observe.ts";
 * import { noClamp, unquantized } from "../graph/mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const type = { dtype: "float32", shape: ["batch", 1], quantization: unquantized } as const;
 * const add = { kind: "add", clamp: noClamp } as const;
 * const graph = {
 *   name: "double",
 *   inputs: [{ name: "x", ...type }],
 *   outputs: [{ name: "y", ...type }],
 *   values: new Map(["x", "y"].map((name) => [name, { name, type }])),
 *   nodes: [{ name: "n", op: add, inputs: ["x", "x"], output: "y" }],
 * };
 * const samples = { read: (ids: readonly number[]) => Float32Array.from(ids) };
 *
 * const statistics = observe(graph, samples, { draws: [[7, 2, 5], [2, 3, 1]], sizes: [1, 3] });
 * const { min, max } = statistics.distribution("y", { draw: 1, size: 3 });
 * assertEquals([min, max], [2, 6]);
 * ```
 */
export function observe(
  graph: Graph,
  samples: CalibrationSamples,
  options: ObserveOptions,
): ActivationStatistics {
  const { sizes, onProgress, kernels = "reference" } = options;
  checkSizes(sizes);
  const draws = options.draws.map((draw) => draw.slice(0, sizes.at(-1)));
  checkDraws(draws);
  const all = activationNames(graph);
  const names = options.values ?? all;
  checkValues(names, all);
  const origins = originsOf(graph);
  const originOf = (name: string) => origins.get(name) ?? name;
  const places = placesOf(draws);
  const ids = [...places.keys()].sort((a, b) => a - b);
  const batch = graph.inputs.some(({ shape }) => isBatched(shape)) ? options.batch ?? 32 : 1;
  const session = prepare(graph, { kernels, batch });

  const segmentOf = Int32Array.from(
    { length: sizes.at(-1)! },
    (_, position) => sizes.findIndex((size) => position < size),
  );
  const recorders = new Map(
    names.map(originOf).map((name) =>
      [name, draws.map((draw) => createRecorder(draw.length, sizes.length))] as const
    ),
  );
  const count = createSampleCounter();

  for (let start = 0; start < ids.length; start += batch) {
    const batchIds = ids.slice(start, start + batch);
    const tap = (value: string, data: Float32Array | Int8Array) => {
      const recorder = recorders.get(value);
      if (recorder === undefined || data instanceof Int8Array) return;
      const { shape } = valueOf(graph, value).type;
      const elements = elementsPerSample(shape);
      batchIds.forEach((id, index) => {
        const from = isBatched(shape) ? index * elements : 0;
        const counted = count(data.subarray(from, from + elements));
        for (const { draw, position } of places.get(id)!) {
          record(recorder[draw]!, counted, { position, segment: segmentOf[position]! });
        }
      });
    };
    const data = samples.read(batchIds);
    session.run(modelInputs(graph, { data, samples: batchIds.length }), { tap });
    onProgress?.(start + batchIds.length, ids.length);
  }

  const finish = ({ segments, min, max }: Recorder): DrawRecord => (
    { segments: segments.map((segment) => segment.build()), min, max }
  );
  const records = new Map(
    [...recorders].map(([name, recorder]) => [name, recorder.map(finish)] as const),
  );
  return activationStatistics(
    new Map(names.map((name) => [name, records.get(originOf(name))!])),
    { sizes, drawLengths: draws.map((draw) => draw.length) },
  );
}

function checkSizes(sizes: readonly number[]): void {
  const ascending = sizes.every((size, k) => Number.isInteger(size) && size > (sizes[k - 1] ?? 0));
  if (sizes.length === 0 || !ascending) {
    throw new RangeError(
      `Cannot observe: sizes must be positive integers in ascending order, got [${sizes}]`,
    );
  }
}

function checkDraws(draws: readonly (readonly number[])[]): void {
  if (draws.length === 0) throw new RangeError("Cannot observe: there must be a draw, got none");
  draws.forEach((draw, index) => {
    const repeated = draw.length - new Set(draw).size;
    if (draw.length === 0 || repeated > 0) {
      throw new RangeError(
        `Cannot observe draw ${index}: it must hold sample ids, each once, ` +
          `got ${draw.length} with ${repeated} repeated`,
      );
    }
  });
}

function checkValues(names: readonly string[], all: readonly string[]): void {
  for (const name of names) {
    if (!all.includes(name)) {
      throw new TypeError(
        `Cannot observe "${name}": a value must be an activation of the graph (${all.join(", ")})`,
      );
    }
  }
}

/** What each value is, in another shape or order, that a reshape or transpose made. */
export function originsOf(graph: Graph): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const { op, inputs, output } of graph.nodes) {
    const [from] = inputs;
    const moves = op.kind === "reshape" || op.kind === "transpose";
    if (moves && valueOf(graph, from!).constant === undefined) {
      origins.set(output, origins.get(from!) ?? from!);
    }
  }
  return origins;
}

/** Inputs, then what the nodes make, in order of execution. */
export function activationNames(graph: Graph): readonly string[] {
  const names = [
    ...graph.inputs.map(({ name }) => name),
    ...graph.nodes.map(({ output }) => output),
  ];
  for (const name of names) {
    const { dtype } = valueOf(graph, name).type;
    if (dtype !== "float32") {
      throw new TypeError(
        `Cannot observe "${graph.name}": activations must be float32, "${name}" is ${dtype}; ` +
          "observe the graph before it is quantized",
      );
    }
  }
  return names;
}

/** Where each sample stands in the draws. */
function placesOf(draws: readonly (readonly number[])[]): ReadonlyMap<number, readonly Place[]> {
  const places = new Map<number, Place[]>();
  draws.forEach((ids, draw) =>
    ids.forEach((id, position) => {
      const known = places.get(id);
      if (known === undefined) places.set(id, [{ draw, position }]);
      else known.push({ draw, position });
    })
  );
  return places;
}

function createRecorder(length: number, segments: number): Recorder {
  return {
    segments: Array.from({ length: segments }, () => new HistogramBuilder()),
    min: new Float32Array(length),
    max: new Float32Array(length),
  };
}

function record(
  { segments, min, max }: Recorder,
  counted: SampleCounts,
  { position, segment }: { readonly position: number; readonly segment: number },
): void {
  segments[segment]!.add(counted);
  min[position] = counted.count === 0 ? NaN : counted.min;
  max[position] = counted.count === 0 ? NaN : counted.max;
}
