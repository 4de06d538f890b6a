import { assert } from "@std/assert";
import { calibrate, defaultCalibrators, observe } from "../../src/calibrate/mod.ts";
import { drawIds } from "../../src/data/mod.ts";
import { clean, loadSuite } from "../../src/suite/mod.ts";
import { setUpRun } from "../../src/suite/setup.ts";

/** A calibrator that clips more than this of an activation has lost the shape of it. */
const clippedShareMax = 0.005;

for (const model of ["resnet8", "dscnn", "lenet5"]) {
  Deno.test(`calibrate() clips next to nothing of ${model} on digits, whose background repeats`, async () => {
    const suite = await loadSuite("digits");
    const { models, folds: [fold], settings, inputs } = await setUpRun(suite, {
      mode: "quick",
      models: [model],
    }, { dataDir: "nowhere" });
    const size = 50;
    const statistics = observe(models[0]!.graph, {
      read: (ids) => inputs.ofSamples(ids, clean),
    }, {
      draws: [drawIds(fold!.pool, { seed: settings.seed, draw: 0, size })],
      sizes: [size],
      kernels: "wasm",
    });
    for (const name of ["percentile", "entropy", "mse"] as const) {
      const { ranges } = calibrate(statistics, defaultCalibrators[name], { draw: 0, size });
      for (const [value, { clippedShare }] of ranges) {
        assert(clippedShare < clippedShareMax, `${name} clips ${clippedShare} of ${value}`);
      }
    }
  });
}
