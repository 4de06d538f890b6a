import { calibrate, type CalibrationTable, type Calibrator, observe } from "../calibrate/mod.ts";
import { drawIds, openSamples } from "../data/mod.ts";
import type { Graph } from "../graph/mod.ts";
import {
  clean,
  createInputReader,
  inputSettings,
  modelInputShape,
  openSuiteDataset,
  type Progress,
  type Suite,
  UsageError,
  UserError,
} from "../suite/mod.ts";
import { type BoundShape, formatShape } from "../tensor/mod.ts";

/** What to calibrate a model on. */
export interface SuiteCalibration {
  /** The model, as errors name it. */
  readonly model: string;
  readonly suite: Suite;
  readonly dataDir: string;
  readonly calibrator: Calibrator;
  /** Samples: the first of draw 0 of that seed, as in a run of the suite. */
  readonly size: number;
  readonly seed: number;
  readonly progress: Progress;
}

/**
 * The calibration table of a float32 model on the data of a suite: what a run of that suite finds for
 * draw 0 of the same size and seed, on the first fold where there are two.
 *
 * @throws {UsageError} When the pool is smaller than asked.
 * @throws {UserError} When the model does not take the data.
 */
export async function calibrateOnSuite(
  graph: Graph,
  { model, suite, dataDir, calibrator, size, seed, progress }: SuiteCalibration,
): Promise<CalibrationTable> {
  const { store, folds, name } = await openSuiteDataset(suite, { dataDir });
  const source = openSamples(store);
  const reader = createInputReader(source, inputSettings(suite, { seed }));
  const windows = Array.from({ length: reader.perSample }, (_, window) => window);
  const pool = folds[0]!.poolIds.flatMap((id) => windows.map((w) => id * reader.perSample + w));
  if (size > pool.length) {
    throw new UsageError(
      `Cannot use --size ${size}: the calibration pool of data set "${name}" has ` +
        `${pool.length} samples; take at most as many`,
    );
  }
  checkInput(graph, { model, suite, shape: source.shape });
  const ids = drawIds(pool, { seed, draw: 0, size });
  let done = 0;
  progress.begin("calibrate", size);
  const statistics = observe(graph, { read: (some) => reader.ofInputs(some, clean) }, {
    draws: [ids],
    sizes: [size],
    kernels: "wasm",
    onProgress: (samples) => {
      progress.advance(samples - done);
      done = samples;
    },
  });
  progress.end();
  return calibrate(statistics, calibrator, { draw: 0, size });
}

/** A model takes the data of a suite with a symbolic batch, or one sample at a time. */
function checkInput(
  { inputs }: Graph,
  { model, suite, shape }: {
    readonly model: string;
    readonly suite: Suite;
    readonly shape: BoundShape;
  },
): void {
  const sample = modelInputShape(shape, suite.preprocessing);
  const fits = inputs.length === 1 &&
    [["batch", ...sample] as const, [1, ...sample]].some((wanted) =>
      formatShape(wanted) === formatShape(inputs[0]!.shape)
    );
  if (fits) return;
  throw new UserError(
    `Cannot calibrate "${model}" on suite "${suite.name}": it must have one input of the shape of ` +
      `the data, ${formatShape(["batch", ...sample])} (${suite.preprocessing.layout}), got ` +
      `${inputs.map((input) => `${input.name} ${formatShape(input.shape)}`).join(", ")}; ` +
      "name the suite of its data with --suite, or its ranges with --table",
  );
}
