import { markdownTable } from "../../src/report/markdown.ts";
import type { SweepResult } from "../sweep_run.ts";
import { formatNumber, formatSummary, ratios, summarize } from "./ratios.ts";
import type { PeerSweepResult, SweepRound, TimedResult } from "./sweep_compare.ts";

/** Seconds of both, a number a round. */
interface Measured {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
}

/** Medians and ratios of alternated sweeps, as Markdown. */
export function sweepReport(model: string, rounds: readonly SweepRound[]): string {
  const { ours, peer } = rounds[0]!;
  const { kernels, workers, cells, quantizedModels } = ours.result;
  const { onnxruntime, python, jobs, threads, batch, activations, preprocessSeconds } = peer.result;
  const rows: [string, Measured][] = [
    ...phases("", rounds.map((round) => ({ ours: round.ours, peer: round.peer, left: [] }))),
    ...phases(
      ", without entropy",
      rounds.flatMap(({ oursWithoutEntropy, peer }) =>
        oursWithoutEntropy ? [{ ours: oursWithoutEntropy, peer, left: ["entropy"] }] : []
      ),
    ),
    ["whole process", {
      ours: rounds.map((round) => round.ours.wallSeconds),
      peer: rounds.map((round) => round.peer.wallSeconds),
    }],
  ];
  return [
    `Calibration sweep of ${model}: ${cells} cells, ${rounds.length} alternated runs.`,
    "",
    `- ours: kernel set ${kernels}, ${workers} workers, ${quantizedModels} different quantized ` +
    "models; shifts and preprocessing are in the time",
    `- onnxruntime ${onnxruntime}, Python ${python}: ${jobs} processes of ${threads} threads, ` +
    `${activations} activations, evaluation batch ${batch}; inputs are ready in memory, and ` +
    `${formatNumber(preprocessSeconds)} s of preprocessing the model are not in the time`,
    "",
    markdownTable(
      ["", "ours, s", "onnxruntime, s", "ratio"],
      rows.map(([name, measured]) => [
        name,
        formatSummary(summarize(measured.ours)),
        formatSummary(summarize(measured.peer)),
        formatSummary(summarize(ratios(measured.peer, measured.ours))),
      ]),
    ),
    "",
    "Top-1 in percent, ours / onnxruntime, the mean over sizes and draws:",
    "",
    accuracyTable(ours.result, peer.result),
  ].join("\n");
}

function phases(
  suffix: string,
  rounds: readonly {
    readonly ours: TimedResult<SweepResult>;
    readonly peer: TimedResult<PeerSweepResult>;
    readonly left: readonly string[];
  }[],
): [string, Measured][] {
  if (rounds.length === 0) return [];
  const total = (seconds: Readonly<Record<string, number>>, left: readonly string[]) =>
    Object.entries(seconds)
      .filter(([name]) => !left.includes(name))
      .reduce((sum, [, value]) => sum + value, 0);
  const calibration = {
    ours: rounds.map(({ ours }) => ours.result.calibrationSeconds),
    peer: rounds.map(({ peer, left }) => total(peer.result.calibrationSeconds, left)),
  };
  const evaluation = {
    ours: rounds.map(({ ours }) => ours.result.evaluationSeconds),
    peer: rounds.map(({ peer, left }) => total(peer.result.evaluationSeconds, left)),
  };
  const sum = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + b[i]!);
  return [
    [`calibration${suffix}`, calibration],
    [`evaluation${suffix}`, evaluation],
    [`calibration and evaluation${suffix}`, {
      ours: sum(calibration.ours, evaluation.ours),
      peer: sum(calibration.peer, evaluation.peer),
    }],
  ];
}

function accuracyTable(ours: SweepResult, peer: PeerSweepResult): string {
  const conditions = Object.keys(ours.float32Classes);
  const percent = (share: number | undefined) =>
    share === undefined ? "" : (100 * share).toFixed(2);
  return markdownTable(
    ["calibrator", ...conditions],
    Object.entries(ours.accuracy).map(([calibrator, shares]) => [
      calibrator,
      ...conditions.map((condition) =>
        `${percent(shares[condition])} / ${percent(peer.accuracy[calibrator]?.[condition])}`
      ),
    ]),
  );
}
