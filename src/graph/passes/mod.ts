/** Passes: pure functions from a verified Graph to a verified Graph. */
export * from "./channels_last.ts";
export * from "./code_inputs.ts";
export * from "./constant_budget.ts";
export * from "./float32_ports.ts";
export * from "./fold_batch_norm.ts";
export { chainClamps, fuseActivation } from "./fuse_activation.ts";
export * from "./names.ts";
export * from "./remove_dead.ts";
export * from "./simplify.ts";
