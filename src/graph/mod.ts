/** The immutable intermediate representation. */
export * from "./error.ts";
export * from "./graph.ts";
export * from "./infer.ts";
export { broadcastShape } from "./infer/checks.ts";
export * from "./limits.ts";
export * from "./op.ts";
export * from "./passes/mod.ts";
export * from "./permute.ts";
export * from "./rule.ts";
export * from "./scale_floor.ts";
export * from "./verify.ts";
export * from "./with_rounding.ts";
