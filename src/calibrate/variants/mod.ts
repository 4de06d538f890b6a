/**
 * The calibrators of other tools, each on its own binning: to reproduce their ranges, not to
 * calibrate with. Two steps: batches to bins, bins to a range.
 */
export type { Binned } from "./binned.ts";
export * from "./nvidia_entropy.ts";
export { nvidiaBins } from "./nvidia_bins.ts";
export * from "./nvidia_mse.ts";
export * from "./nvidia_percentile.ts";
export * from "./ort_absolute_bins.ts";
export * from "./ort_entropy.ts";
export * from "./ort_parameters.ts";
export * from "./ort_percentile.ts";
export * from "./ort_signed_bins.ts";
export * from "./torchao_bins.ts";
export * from "./torchao_histogram.ts";
