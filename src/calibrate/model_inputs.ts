import type { Graph } from "../graph/mod.ts";
import { bindBatch, elementsPerSample, type Tensor, tensor } from "../tensor/mod.ts";

/**
 * Cuts samples into the inputs of a run: within a sample the inputs follow one another, in the order
 * of the graph.
 *
 * @throws {RangeError} When `data` has another number of elements than the samples of the inputs.
 */
export function modelInputs(
  graph: Graph,
  { data, samples }: { readonly data: Float32Array; readonly samples: number },
): Record<string, Tensor> {
  const sizes = graph.inputs.map(({ shape }) => elementsPerSample(shape));
  const perSample = sizes.reduce((sum, size) => sum + size, 0);
  if (data.length !== samples * perSample) {
    throw new RangeError(
      `Cannot observe "${graph.name}": ${samples} samples of its inputs must have ` +
        `${samples * perSample} elements, got ${data.length}`,
    );
  }
  const offsets = sizes.map((_, input) => sizes.slice(0, input).reduce((sum, n) => sum + n, 0));
  return Object.fromEntries(graph.inputs.map(({ name, shape }, input) => {
    const size = sizes[input]!;
    const part = new Float32Array(samples * size);
    for (let sample = 0; sample < samples; sample++) {
      const from = sample * perSample + offsets[input]!;
      part.set(data.subarray(from, from + size), sample * size);
    }
    return [name, tensor("float32", bindBatch(shape, samples), part)];
  }));
}
