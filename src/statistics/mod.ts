/** Intervals, tests and moments, each with its source. */
export * from "./binomial.ts";
export * from "./interval.ts";
export * from "./log10.ts";
export * from "./mcnemar.ts";
export * from "./moments.ts";
export * from "./order.ts";
export * from "./sqnr.ts";
export * from "./wilson.ts";
