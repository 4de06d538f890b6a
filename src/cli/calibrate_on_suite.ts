import { calibrate, type CalibrationTable, type Calibrator, observe } from "../calibrate/mod.ts";
import { drawIds, sourceFromPixels } from "../data/mod.ts";
import type { Graph } from "../graph/mod.ts";
import {
  loadDataset,
  loadSuite,
  type Progress,
  type Suite,
  UsageError,
  UserError,
} from "../suite/mod.ts";
import { preprocess } from "../suite/preprocess.ts";
import { formatShape } from "../tensor/mod.ts";

/** What to calibrate a model on. */
export interface SuiteCalibration {
  /** The model, as errors name it. */
  readonly model: string;
  readonly suite: string;
  readonly calibrator: Calibrator;
  /** Samples: the first of draw 0 of that seed, as in a run of the suite. */
  readonly size: number;
  readonly seed: number;
  readonly progress: Progress;
}

/**
 * The calibration table of a float32 model on the data of a suite: what a run of that suite finds for
 * draw 0 of the same size and seed.
 *
 * @throws {UsageError} When the pool is smaller than asked.
 * @throws {UserError} When the model does not take the data.
 */
export async function calibrateOnSuite(
  graph: Graph,
  { model, suite: name, calibrator, size, seed, progress }: SuiteCalibration,
): Promise<CalibrationTable> {
  const suite = await loadSuite(name);
  const { data, poolIds, manifest } = await loadDataset(suite);
  if (size > poolIds.length) {
    throw new UsageError(
      `Cannot use --size ${size}: the calibration pool of data set "${manifest.name}" has ` +
        `${poolIds.length} samples; take at most as many`,
    );
  }
  checkInput(graph, { model, suite, shape: data.shape });
  const source = sourceFromPixels(data);
  const ids = drawIds(poolIds, { seed, draw: 0, size });
  const read = (some: readonly number[]) =>
    preprocess(source.read(some), source.shape, suite.preprocessing);
  let done = 0;
  progress.begin("calibrate", size);
  const statistics = observe(graph, { read }, {
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
    readonly shape: readonly number[];
  },
): void {
  const [height, width, channels] = shape as readonly [number, number, number];
  const { layout } = suite.preprocessing;
  const sample = layout === "nchw" ? [channels, height, width] : [height, width, channels];
  const fits = inputs.length === 1 &&
    [["batch", ...sample] as const, [1, ...sample]].some((wanted) =>
      formatShape(wanted) === formatShape(inputs[0]!.shape)
    );
  if (fits) return;
  throw new UserError(
    `Cannot calibrate "${model}" on suite "${suite.name}": it must have one input of the shape of ` +
      `the data, ${formatShape(["batch", ...sample])} (${layout}), got ` +
      `${inputs.map((input) => `${input.name} ${formatShape(input.shape)}`).join(", ")}; ` +
      "name the suite of its data with --suite, or its ranges with --table",
  );
}
