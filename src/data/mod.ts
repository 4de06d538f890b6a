/** Samples, manifests, splits, draws, calibration conditions and seeded shifts. */
export * from "./condition.ts";
export * from "./digits.ts";
export * from "./error.ts";
export * from "./draw.ts";
export * from "./hash_samples.ts";
export * from "./manifest.ts";
export * from "./normal.ts";
export * from "./open_samples.ts";
export * from "./pixel_source.ts";
export * from "./poisson.ts";
export { permutation, type RandomStream, randomStream, type StreamKey } from "./random.ts";
export { readPart } from "./readers/mod.ts";
export type * from "./readers/reader.ts";
export type * from "./sample_source.ts";
export type * from "./sample_store.ts";
export * from "./shifts/mod.ts";
export * from "./split.ts";
