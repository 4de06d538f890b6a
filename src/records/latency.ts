import type { Table } from "./table.ts";

/** Host wall time of one model under one scheme at batch 1. */
export interface LatencyRow {
  readonly suite: string;
  readonly model: string;
  readonly scheme: string;
  readonly weights: string | undefined;
  readonly dynamicValues?: number | undefined;
  readonly kernels: string;
  readonly blocks: number;
  readonly runs: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly ratioToStatic: number | undefined;
  readonly ratioLo: number | undefined;
  readonly ratioHi: number | undefined;
  readonly timerResolutionUs: number;
  readonly emptyModelUs: number;
}

/** `latency.csv`: the one table that differs from run to run. */
export const latencyTable: Table<LatencyRow> = {
  name: "latency",
  describe: {
    suite: "Suite name",
    model: "Model name",
    scheme: "float32, weight-only, static, dynamic, dynamic-input, hybrid, mixed or as-shipped",
    weights:
      "Weight granularity: per-channel, per-tensor or tflite; empty for float32 and as-shipped",
    dynamicValues:
      "Values whose parameters are found for each input, the first so many of mixed.csv; for mixed alone",
    kernels: "Kernel set: reference or wasm",
    blocks: "Blocks of interleaved schemes, in random order",
    runs: "Timed runs in all blocks together",
    p50Us: "Median time of one input, in microseconds",
    p90Us: "90th percentile, in microseconds",
    p99Us: "99th percentile, in microseconds",
    ratioToStatic:
      "Median over blocks of this scheme's block median over static's in the same block",
    ratioLo: "Lower end of its 95 % interval (order statistics over blocks)",
    ratioHi: "Upper end of its 95 % interval (order statistics over blocks)",
    timerResolutionUs: "Smallest step of the timer seen in this run, in microseconds",
    emptyModelUs:
      "Median time of a model with nothing to do, in microseconds: the harness's own cost",
  },
  kinds: {
    suite: "text",
    model: "text",
    scheme: "text",
    weights: "text?",
    dynamicValues: "number?",
    kernels: "text",
    blocks: "number",
    runs: "number",
    p50Us: "number",
    p90Us: "number",
    p99Us: "number",
    ratioToStatic: "number?",
    ratioLo: "number?",
    ratioHi: "number?",
    timerResolutionUs: "number",
    emptyModelUs: "number",
  },
};
