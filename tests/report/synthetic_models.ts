/** Models, conditions and a seeded sequence that synthetic tables are made of. */
export interface SyntheticModel {
  readonly model: string;
  readonly clean: number;
  readonly ops: readonly string[];
  readonly macs: number;
  readonly activations: number;
}

const conv = "conv2d";
const dw = "depthwise_conv2d";

export const syntheticModels: readonly SyntheticModel[] = [
  {
    model: "mlp",
    clean: 0.972,
    ops: ["input", "fully_connected", "fully_connected", "fully_connected"],
    macs: 109_000,
    activations: 202,
  },
  {
    model: "lenet5",
    clean: 0.988,
    ops: ["input", conv, "max_pool", conv, "max_pool", "fully_connected", "fully_connected"],
    macs: 416_000,
    activations: 7_500,
  },
  {
    model: "dscnn",
    clean: 0.941,
    ops: ["input", conv, dw, conv, dw, conv, dw, conv, dw, conv, "mean", "fully_connected"],
    macs: 2_660_000,
    activations: 72_000,
  },
  {
    model: "resnet8",
    clean: 0.874,
    ops: [
      "input",
      ...[conv, conv, conv, "add", conv, conv, conv, "add", conv, conv, conv, "add"],
      ...["mean", "fully_connected"],
    ],
    macs: 12_500_000,
    activations: 92_000,
  },
];

export const syntheticShifts = ["brighten", "darken", "contrast", "gaussian-noise", "gain"];
export const syntheticCalibrators = ["min-max", "moving-average", "percentile", "entropy", "mse"];
export const syntheticSchemes = [
  ...["float32", "weight-only", "static", "dynamic", "dynamic-input", "hybrid"],
];

/** How many values each candidate of mixed makes dynamic. */
export const syntheticDynamicCounts: readonly number[] = [1, 2, 3, 5];

/** A seeded sequence in [0, 1): the constants of Numerical Recipes. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
