/** Accuracy, fidelity of layers, work, memory and latency. */
export * from "./accuracy.ts";
export * from "./agreement.ts";
export * from "./instructions.ts";
export * from "./latency.ts";
export * from "./layers.ts";
export * from "./memory.ts";
export * from "./ranges.ts";
export * from "./reconstruction.ts";
export * from "./score_auc.ts";
export * from "./score_fidelity.ts";
export * from "./threshold.ts";
export * from "./work.ts";
