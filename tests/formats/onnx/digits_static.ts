/** The models of the digits suite, quantized as a run does: min-max on the first 500 of draw 0. */
import { calibrate, defaultCalibrators, observe } from "../../../src/calibrate/mod.ts";
import { drawIds } from "../../../src/data/mod.ts";
import type { Graph } from "../../../src/graph/mod.ts";
import { quantize } from "../../../src/quantize/mod.ts";
import { clean, loadSuite, setUpRun } from "../../../src/suite/mod.ts";

/** The models of the suite. */
export const digitsModels = ["mlp", "lenet5", "dscnn", "resnet8"] as const;

/** A model before and after quantization; `fixed` is static. */
export interface DigitsModel {
  readonly name: string;
  readonly float32: Graph;
  readonly fixed: Graph;
  /** The model under each scheme but float32 and static. */
  readonly others: Readonly<Record<OtherScheme, Graph>>;
}

/** Schemes beside float32 and static. */
export const otherSchemes = ["weight-only", "dynamic", "dynamic-input", "hybrid"] as const;

type OtherScheme = typeof otherSchemes[number];

/** The models, and the inputs of the evaluation samples [samples, 1, 28, 28]. */
export interface Digits {
  readonly models: readonly DigitsModel[];
  readonly inputs: Float32Array;
}

const size = 500;

/** Reads, calibrates and quantizes; the same every time. */
export async function digitsStatic(names: readonly string[] = digitsModels): Promise<Digits> {
  const suite = await loadSuite("digits");
  const { inputs, folds, models } = await setUpRun(suite, { mode: "full", models: names }, {
    dataDir: "nowhere",
  });
  const { pool, evaluationIds } = folds[0]!;
  const ids = drawIds(pool, { seed: 0, draw: 0, size });
  const read = (some: readonly number[]) => inputs.ofSamples(some, clean);
  return {
    inputs: read(evaluationIds),
    models: models.map(({ name, graph }) => {
      const statistics = observe(graph, { read }, { draws: [ids], sizes: [size], kernels: "wasm" });
      const table = calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size });
      const weights = "per-channel";
      const others = {
        "weight-only": quantize(graph, { kind: "weight-only", weights }),
        "dynamic": quantize(graph, { kind: "dynamic", weights }),
        "dynamic-input": quantize(graph, { kind: "dynamic-input", weights, table }),
        "hybrid": quantize(graph, { kind: "hybrid", weights }),
      };
      const fixed = quantize(graph, { kind: "static", weights, table });
      return { name, float32: graph, fixed, others };
    }),
  };
}
