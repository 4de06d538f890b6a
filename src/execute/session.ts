import { type Graph, type Port, verifyGraph } from "../graph/mod.ts";
import { kernelSets } from "../kernels/mod.ts";
import type { KernelSetName } from "../kernels/mod.ts";
import {
  bindBatch,
  elementsPerSample,
  formatShape,
  isBatched,
  type Tensor,
} from "../tensor/mod.ts";
import { bindNode } from "./bind.ts";
import { allocateBuffers, type ValueBuffer } from "./buffers.ts";
import { readPort, writePort } from "./ports.ts";

/** How a graph is prepared. */
export interface PrepareOptions {
  /** The kernel set. */
  readonly kernels: KernelSetName;
  /**
   * Samples that one run may hold.
   * @default {1}
   */
  readonly batch?: number;
}

/**
 * Sees an activation right after it was made. `data` holds `samples` samples and is valid only
 * during the call; `parametersOf` gives the scale and zero point of a sample, of int8 values only.
 */
export type Tap = (
  value: string,
  data: Float32Array | Int8Array,
  samples: number,
  parametersOf: (
    sample: number,
  ) => { readonly scale: number; readonly zeroPoint: number } | undefined,
) => void;

/** A validated model with its kernels bound and its memory planned. */
export interface Session {
  readonly graph: Graph;
  /** Samples that one run may hold. */
  readonly batch: number;
  /**
   * Runs the model. Inputs and outputs have the dtypes of the graph's, in the model's own axis order;
   * the leading dimension of a batched input is the number of samples, at most `batch`.
   *
   * @throws {RangeError} When an input is missing or unknown, or its dtype or shape does not fit.
   */
  run(
    inputs: Readonly<Record<string, Tensor>>,
    options?: { readonly tap?: Tap },
  ): Record<string, Tensor>;
}

/**
 * Validates a graph, plans its memory and binds a kernel to every node. One executor serves all
 * schemes: what a kernel does follows from the types of the values.
 *
 * @throws {ModelError} When the graph breaks a rule or holds an op that the types do not allow.
 */
export function prepare(graph: Graph, options: PrepareOptions): Session {
  verifyGraph(graph);
  const kernels = kernelSets[options.kernels];
  const capacity = options.batch ?? 1;
  if (!(Number.isInteger(capacity) && capacity >= 1)) {
    throw new RangeError(
      `Cannot prepare "${graph.name}": batch must be a positive integer, got ${capacity}`,
    );
  }
  const memory = kernels.createMemory();
  const buffers = allocateBuffers(graph, memory, capacity);
  const steps = graph.nodes.map((node) => ({
    output: node.output,
    run: bindNode({ graph, kernels, buffers }, node),
  }));
  const batched = graph.inputs.some(({ shape }) => isBatched(shape));

  return {
    graph,
    batch: capacity,
    run(inputs, { tap } = {}) {
      const samples = batched ? samplesOf(graph, inputs, capacity) : 1;
      for (const port of graph.inputs) {
        writePort(buffers.of(port.name), checkedInput(graph, port, { inputs, samples }));
        if (tap) show(tap, port.name, buffers.of(port.name), { graph, samples });
      }
      for (const { output, run } of steps) {
        run?.(samples);
        if (tap) show(tap, output, buffers.of(output), { graph, samples });
      }
      return Object.fromEntries(
        graph.outputs.map((port) => [port.name, readPort(buffers.of(port.name), port, samples)]),
      );
    },
  };
}

function show(
  tap: Tap,
  name: string,
  buffer: ValueBuffer,
  { graph, samples }: { readonly graph: Graph; readonly samples: number },
): void {
  const { shape } = graph.values.get(name)!.type;
  const length = elementsPerSample(shape) * (isBatched(shape) ? samples : 1);
  tap(name, buffer.data.subarray(0, length), samples, (sample) => {
    switch (buffer.kind) {
      case "float32":
        return undefined;
      case "static":
        return { scale: buffer.scale, zeroPoint: buffer.zeroPoint };
      case "dynamic":
        return { scale: buffer.scales[sample]!, zeroPoint: buffer.zeroPoints[sample]! };
    }
  });
}

function samplesOf(
  graph: Graph,
  inputs: Readonly<Record<string, Tensor>>,
  capacity: number,
): number {
  const port = graph.inputs.find(({ shape }) => isBatched(shape))!;
  const samples = inputs[port.name]?.shape[0] ?? 1;
  if (samples < 1 || samples > capacity) {
    throw new RangeError(
      `Cannot run "${graph.name}": a run holds 1 to ${capacity} samples, input "${port.name}" has ${samples}`,
    );
  }
  return samples;
}

function checkedInput(
  graph: Graph,
  port: Port,
  { inputs, samples }: {
    readonly inputs: Readonly<Record<string, Tensor>>;
    readonly samples: number;
  },
): Tensor {
  const input = inputs[port.name];
  if (input === undefined) {
    throw new RangeError(
      `Cannot run "${graph.name}": input "${port.name}" is missing, ` +
        `got ${Object.keys(inputs).map((name) => `"${name}"`).join(", ") || "none"}`,
    );
  }
  const expected = bindBatch(port.shape, samples);
  if (input.dtype !== port.dtype || formatShape(input.shape) !== formatShape(expected)) {
    throw new RangeError(
      `Cannot run "${graph.name}": input "${port.name}" must be ${port.dtype} ${
        formatShape(expected)
      }, ` +
        `got ${input.dtype} ${formatShape(input.shape)}`,
    );
  }
  return input;
}
