import { calibrate, defaultCalibrators, observe } from "../src/calibrate/mod.ts";
import type { Graph } from "../src/graph/mod.ts";
import { quantize, type WeightGranularity } from "../src/quantize/mod.ts";

/** A graph under static, calibrated by min-max on samples that `read` gives. */
export function staticGraph(
  graph: Graph,
  { read, ids, weights = "per-channel" }: {
    readonly read: (ids: readonly number[]) => Float32Array;
    readonly ids: readonly number[];
    readonly weights?: WeightGranularity;
  },
): Graph {
  const statistics = observe(graph, { read }, { draws: [ids], sizes: [ids.length] });
  const table = calibrate(statistics, defaultCalibrators["min-max"], {
    draw: 0,
    size: ids.length,
  });
  return quantize(graph, { kind: "static", weights, table });
}
