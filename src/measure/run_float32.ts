import type { Session, Tap } from "../execute/mod.ts";
import { elementsPerSample, tensor } from "../tensor/mod.ts";

/**
 * Runs one batch of a model of one input and one output, both float32.
 *
 * @param inputs [samples, ...] in the model's own axis order, flattened.
 * @returns The output, [samples, outputs], flattened.
 * @throws {RangeError} When the model's input or output is not float32.
 */
export function runFloat32(session: Session, inputs: Float32Array, tap?: Tap): Float32Array {
  const { graph } = session;
  const [input] = graph.inputs;
  const [output] = graph.outputs;
  const samples = inputs.length / elementsPerSample(input!.shape);
  const shape = [samples, ...input!.shape.slice(1) as number[]];
  const results = session.run(
    { [input!.name]: tensor("float32", shape, inputs) },
    tap && { tap },
  );
  const { dtype, data } = results[output!.name]!;
  if (dtype !== "float32") {
    throw new RangeError(
      `Cannot measure "${graph.name}": output "${output!.name}" must be float32, got ${dtype}; ` +
        "give it float32 ports",
    );
  }
  return data;
}
