import { fromFileUrl } from "@std/path";
import { permutation, randomStream } from "../../src/data/mod.ts";
import type { SweepArguments } from "../sweep_arguments.ts";
import type { SweepAccuracy, SweepResult } from "../sweep_run.ts";

/** What `ort_sweep.py` says of a sweep; times are by calibrator, evaluation with `float32` too. */
export interface PeerSweepResult {
  readonly onnxruntime: string;
  readonly python: string;
  readonly jobs: number;
  readonly threads: number;
  readonly batch: number;
  readonly activations: string;
  readonly preprocessSeconds: number;
  readonly calibrationSeconds: Readonly<Record<string, number>>;
  readonly evaluationSeconds: Readonly<Record<string, number>>;
  readonly accuracy: SweepAccuracy;
  readonly float32Classes: SweepResult["float32Classes"];
}

/** A result and the wall time of the process that made it. */
export interface TimedResult<R> {
  readonly wallSeconds: number;
  readonly result: R;
}

/** One round of alternated runs. */
export interface SweepRound {
  readonly ours: TimedResult<SweepResult>;
  /** Without the entropy calibrator; absent where it was not asked for, or nothing else was. */
  readonly oursWithoutEntropy: TimedResult<SweepResult> | undefined;
  readonly peer: TimedResult<PeerSweepResult>;
}

/** How the runs are made. */
export interface SweepCompareOptions {
  /** The folder that `exportSweep` wrote. */
  readonly data: string;
  readonly python: string;
  readonly nowMs: () => number;
  /** Told what runs next. */
  readonly onRun: (round: number, what: string) => void;
}

/**
 * Runs our sweep and that of onnxruntime by turns, each in a process of its own, in a random order
 * each round.
 *
 * @throws {Error} When a process fails, or the two do not see the same model and samples.
 */
export async function compareSweep(
  args: SweepArguments,
  { data, python, nowMs, onRun }: SweepCompareOptions,
): Promise<readonly SweepRound[]> {
  const { calibrators } = args;
  const others = calibrators.filter((name) => name !== "entropy");
  const split = others.length > 0 && others.length < calibrators.length;
  const ours = (names: readonly string[]) =>
    runProcess<SweepResult>(Deno.execPath(), oursCommand(args, names), nowMs);
  const peer = () =>
    runProcess<PeerSweepResult>(python, [
      fromFileUrl(new URL("./ort_sweep.py", import.meta.url)),
      data,
      "--calibrators",
      calibrators.join(","),
      ...args.peerOptions,
    ], nowMs);
  const rounds: SweepRound[] = [];
  for (let round = 0; round < args.runs; round++) {
    let all: TimedResult<SweepResult> | undefined;
    let without: TimedResult<SweepResult> | undefined;
    let theirs: TimedResult<PeerSweepResult> | undefined;
    for (const turn of permutation(3, randomStream(0, ["sweep", round]))) {
      if (turn === 0) {
        onRun(round, "ours");
        all = await ours(calibrators);
      } else if (turn === 1 && split) {
        onRun(round, "ours without entropy");
        without = await ours(others);
      } else if (turn === 2) {
        onRun(round, "onnxruntime");
        theirs = await peer();
      }
    }
    checkSameSamples(all!.result, theirs!.result);
    rounds.push({ ours: all!, oursWithoutEntropy: without, peer: theirs! });
  }
  return rounds;
}

/** The command that runs our sweep once, as the task does. */
function oursCommand(args: SweepArguments, calibrators: readonly string[]): readonly string[] {
  const option = (name: string, value: string | number | readonly number[] | undefined) =>
    value === undefined ? [] : [`--${name}`, String(value)];
  return [
    "run",
    "--allow-read",
    "--allow-env",
    "--allow-sys",
    fromFileUrl(new URL("../sweep.ts", import.meta.url)),
    args.model,
    "--json",
    ...option("suite", args.suite),
    ...option("calibrators", calibrators.join(",")),
    ...option("sizes", args.sizes),
    ...option("draws", args.draws),
    ...option("samples", args.samples),
    ...option("kernels", args.kernels),
    ...option("workers", args.workers),
  ];
}

/** Runs a command whose last line of output is JSON. */
async function runProcess<R>(
  command: string,
  args: readonly string[],
  nowMs: () => number,
): Promise<TimedResult<R>> {
  const start = nowMs();
  const { success, code, stdout } = await new Deno.Command(command, {
    args: [...args],
    stdout: "piped",
    stderr: "inherit",
  }).output();
  const wallSeconds = (nowMs() - start) / 1000;
  if (!success) {
    throw new Error(
      `Cannot compare sweeps: "${command} ${args.join(" ")}" must end with code 0, got ${code}`,
    );
  }
  const last = new TextDecoder().decode(stdout).trimEnd().split("\n").at(-1)!;
  return { wallSeconds, result: JSON.parse(last) };
}

/** Float32 sums in another order may change the class of a sample on the edge, and no more. */
const differingShare = 0.005;

/**
 * Checks that both saw the same model and samples: float32 gives the same classes.
 *
 * @throws {Error} When a condition is missing or more than 1 in 200 classes differ.
 */
export function checkSameSamples(
  ours: Pick<SweepResult, "float32Classes">,
  peer: Pick<PeerSweepResult, "float32Classes">,
): void {
  for (const [condition, classes] of Object.entries(ours.float32Classes)) {
    const theirs = peer.float32Classes[condition] ?? [];
    const different = classes.filter((found, i) => found !== theirs[i]).length;
    if (theirs.length === classes.length && different <= differingShare * classes.length) continue;
    throw new Error(
      `Cannot compare sweeps: float32 must give the same classes to the same samples, on ` +
        `${condition} ${different} of ${classes.length} differ (peer: ${theirs.length} samples)`,
    );
  }
}
