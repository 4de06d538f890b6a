/** The row types and columns of every output table. */
export * from "./accuracy.ts";
export * from "./calibration.ts";
export * from "./cost.ts";
export * from "./latency.ts";
export * from "./layers.ts";
export * from "./table.ts";
