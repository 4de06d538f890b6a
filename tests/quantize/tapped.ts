/** What every activation of a quantized graph is on some inputs, to compare graphs to the bit. */
import { prepare } from "../../src/execute/mod.ts";
import type { Graph } from "../../src/graph/mod.ts";
import type { KernelSetName } from "../../src/kernels/mod.ts";
import { bindBatch, tensor } from "../../src/tensor/mod.ts";

/** Elements of an activation, and scale and zero point of each sample where they are codes. */
export interface Tapped {
  readonly data: readonly number[];
  readonly parameters: readonly (readonly [scale: number, zeroPoint: number] | undefined)[];
}

/** Runs `samples` inputs in one batch; activations by name, of int8 ones codes and parameters. */
export function tapped(
  graph: Graph,
  inputs: Float32Array,
  { samples, kernels }: { readonly samples: number; readonly kernels: KernelSetName },
): Readonly<Record<string, Tapped>> {
  const session = prepare(graph, { kernels, batch: samples });
  const [port] = graph.inputs;
  const seen: Record<string, Tapped> = {};
  session.run({ [port!.name]: tensor("float32", bindBatch(port!.shape, samples), inputs) }, {
    tap: (value, data, count, parametersOf) => {
      seen[value] = {
        data: [...data],
        parameters: Array.from({ length: count }, (_, sample) => {
          const parameters = parametersOf(sample);
          return parameters && [parameters.scale, parameters.zeroPoint] as const;
        }),
      };
    },
  });
  return seen;
}
