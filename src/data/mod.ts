/** Samples, manifests, splits, draws, calibration conditions and seeded shifts. */
export * from "./condition.ts";
export * from "./dataset.ts";
export * from "./dataset_schema.ts";
export * from "./domain.ts";
export * from "./draw.ts";
export * from "./error.ts";
export { locateFiles } from "./fetch/locate.ts";
export * from "./hash.ts";
export * from "./manifests.ts";
export * from "./normal.ts";
export * from "./open_samples.ts";
export * from "./poisson.ts";
export { permutation, type RandomStream, randomStream, type StreamKey } from "./random.ts";
export type * from "./sample_source.ts";
export type * from "./sample_store.ts";
export * from "./shifts/mod.ts";
export * from "./split.ts";
