import type { SampleSource } from "../data/mod.ts";
import { elementCount } from "../tensor/mod.ts";
import { UsageError, UserError } from "./error.ts";
import type { Suite } from "./load.ts";
import { inputsPerSample } from "./preprocess.ts";

/** Values of all windows of a sample, at most: they are held at once, as float32. */
const windowValuesLimit = 2 ** 26;

/** Mean and std are one number, or one for each position of the last axis; layouts are of images. */
export function checkPreprocessing(
  { name, preprocessing, input }: Suite,
  source: SampleSource,
): void {
  const { windows, layout, mean, std } = preprocessing;
  const { shape, domain, white } = source;
  const refuse = (rule: string, value: unknown) =>
    new UserError(`Cannot use the preprocessing of suite "${name}": ${rule}, got ${value}`);
  const elements = elementCount(shape);
  if (windows !== undefined && windows.size > elements) {
    throw refuse(`windows must fit a sample of ${elements} elements`, windows.size);
  }
  const values = inputsPerSample(shape, preprocessing) * (windows?.size ?? elements);
  if (values > windowValuesLimit) {
    throw refuse(
      `the windows of a sample may have ${windowValuesLimit} values in all; choose a larger step`,
      values,
    );
  }
  if (layout !== "as-stored" && (shape.length !== 3 || windows !== undefined)) {
    throw refuse(`layout must be as-stored for samples of shape [${shape.join(", ")}]`, layout);
  }
  const last = windows?.size ?? shape.at(-1)!;
  for (const [what, { length }] of [["mean", mean], ["std", std]] as const) {
    if (length === 1 || length === last) continue;
    throw refuse(`${what} must have 1 number or ${last}, one for each channel`, length);
  }
  if (input === "bytes" && (domain !== "image" || white !== 255)) {
    throw refuse("input bytes must be images of bytes", `${domain} data`);
  }
}

/** Checks that the pool of a fold holds every class that is calibrated on. */
export function checkPool(
  { calibrationConditions }: Suite,
  source: SampleSource,
  poolIds: readonly number[],
): void {
  for (const { name, onlyClass } of calibrationConditions) {
    if (onlyClass !== undefined && !source.labels(poolIds).includes(onlyClass)) {
      throw new UserError(
        `Cannot calibrate under condition "${name}": a sample of the calibration pool must be of ` +
          `class ${onlyClass}, of ${poolIds.length} none is`,
      );
    }
  }
}

/** Checks that samples have the labels that the metric of a suite needs. */
export function checkLabels({ name, metric }: Suite, { classNames }: SampleSource): void {
  if (metric === "top-1" && classNames === undefined) {
    throw new UserError(
      `Cannot measure top-1 in suite "${name}": samples must have labels, got none; sort images into a ` +
        'folder a class, name an array or a column of labels, or set "metric": "fidelity"',
    );
  }
  if (metric === "auc" && classNames?.length !== 2) {
    throw new UserError(
      `Cannot measure AUC in suite "${name}": samples must have 2 classes, normal then anomaly, got ` +
        `${classNames?.length ?? "no labels"}`,
    );
  }
}

/** The samples of a class that an AUC needs for its interval. */
const aucSamples = 2;

/**
 * Checks that the evaluation samples hold what is measured of them: every class that a calibration
 * condition is about, and both classes of an AUC.
 */
export function checkClasses(
  { calibrationConditions, metric, name: suite }: Suite,
  source: SampleSource,
  evaluationIds: readonly number[],
): void {
  if (metric === "fidelity") return;
  const labels = source.labels(evaluationIds);
  if (metric === "auc") {
    const anomalies = labels.filter((label) => label === 1).length;
    const normals = labels.length - anomalies;
    if (Math.min(anomalies, normals) >= aucSamples) return;
    throw new UsageError(
      `Cannot measure AUC in suite "${suite}": ${aucSamples} evaluation samples of each class are ` +
        `needed, got ${normals} normal and ${anomalies} anomalous; take more with --samples`,
    );
  }
  for (const { name, onlyClass } of calibrationConditions) {
    if (onlyClass !== undefined && !labels.includes(onlyClass)) {
      throw new UsageError(
        `Cannot evaluate calibration condition "${name}": an evaluation sample must be of class ` +
          `${onlyClass}, of ${labels.length} none is; take more with --samples`,
      );
    }
  }
}
