import { calibrate, defaultCalibrators, observe } from "../../src/calibrate/mod.ts";
import type { CalibrationTable } from "../../src/calibrate/mod.ts";
import type { Graph } from "../../src/graph/mod.ts";
import { elementsPerSample } from "../../src/tensor/mod.ts";
import { values } from "../graphs.ts";

const samples = 24;

/** The min-max table of a graph of one input on seeded inputs in [-scale, scale). */
export function minMaxTable(graph: Graph, scale = 1): CalibrationTable {
  const elements = elementsPerSample(graph.inputs[0]!.shape);
  const data = values(samples * elements, { seed: 9, scale });
  const read = (ids: readonly number[]) =>
    Float32Array.from(ids.flatMap((id) => [...data.subarray(id * elements, (id + 1) * elements)]));
  const ids = Array.from({ length: samples }, (_, id) => id);
  const statistics = observe(graph, { read }, { draws: [ids], sizes: [samples] });
  return calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size: samples });
}
