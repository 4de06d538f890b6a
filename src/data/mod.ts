/** Samples, manifests, splits, draws, calibration conditions and seeded shifts. */
export * from "./condition.ts";
export * from "./digits.ts";
export * from "./domain.ts";
export * from "./draw.ts";
export * from "./manifest.ts";
export * from "./normal.ts";
export * from "./pixel_source.ts";
export * from "./poisson.ts";
export { permutation, type RandomStream, randomStream, type StreamKey } from "./random.ts";
export type * from "./sample_source.ts";
export * from "./shifts/mod.ts";
export * from "./split.ts";
