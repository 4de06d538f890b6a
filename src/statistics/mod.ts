/** Intervals, tests and moments, each with its source. */
export * from "./auc.ts";
export * from "./binomial.ts";
export * from "./bootstrap.ts";
export * from "./delong.ts";
export * from "./equivalence.ts";
export * from "./holm.ts";
export * from "./interval.ts";
export * from "./log10.ts";
export * from "./mcnemar.ts";
export * from "./mid_ranks.ts";
export * from "./moments.ts";
export * from "./newcombe.ts";
export * from "./normal_tail.ts";
export * from "./order.ts";
export * from "./sqnr.ts";
export * from "./tango.ts";
export * from "./wilson.ts";
