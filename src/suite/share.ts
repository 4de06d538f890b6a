import type { Graph, Value } from "../graph/mod.ts";
import type { Tensor } from "../tensor/mod.ts";

/** The graph with its constants in shared memory: posted to a worker, they are not copied. */
export function withSharedConstants(graph: Graph): Graph {
  const values = [...graph.values].map(([name, value]): readonly [string, Value] => [
    name,
    value.constant ? { ...value, constant: shared(value.constant) } : value,
  ]);
  return { ...graph, values: new Map(values) };
}

function shared(tensor: Tensor): Tensor {
  const { data } = tensor;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const buffer = new SharedArrayBuffer(data.byteLength);
  new Uint8Array(buffer).set(bytes);
  const view = new (data.constructor as new (buffer: SharedArrayBuffer) => typeof data)(buffer);
  return { ...tensor, data: view } as Tensor;
}
