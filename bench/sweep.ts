/**
 * The calibration sweep of one model, timed: alone, or by turns with onnxruntime.
 *
 *     deno task bench:sweep MODEL [--data DIR]
 *     deno task bench:sweep MODEL --python PATH [--runs N]
 */
import { note, print } from "../src/cli/terminal.ts";
import { UsageError, UserError } from "../src/suite/mod.ts";
import { compareSweep } from "./peers/sweep_compare.ts";
import { sweepReport } from "./peers/sweep_report.ts";
import { parseSweepArguments, type SweepArguments } from "./sweep_arguments.ts";
import { exportSweep } from "./sweep_export.ts";
import { planSweep } from "./sweep_plan.ts";
import { runSweep } from "./sweep_run.ts";

const nowMs = () => performance.now();

async function main(args: SweepArguments): Promise<void> {
  const plan = await planSweep(args);
  if (args.python !== undefined) {
    const data = args.data ?? await Deno.makeTempDir({ prefix: "sweep-" });
    try {
      await exportSweep(plan, data);
      const rounds = await compareSweep(args, {
        data,
        python: args.python,
        nowMs,
        onRun: (round, what) => note(`run ${round + 1} of ${args.runs}: ${what}`),
      });
      print(sweepReport(args.model, rounds));
    } finally {
      if (args.data === undefined) await Deno.remove(data, { recursive: true });
    }
    return;
  }
  if (args.data !== undefined) await exportSweep(plan, args.data);
  const result = await runSweep(plan, { kernels: args.kernels, workers: args.workers, nowMs });
  if (args.json) {
    print(JSON.stringify(result));
    return;
  }
  const { cells, quantizedModels, kernels, workers } = result;
  print(
    `${args.model}: ${cells} cells, ${quantizedModels} different quantized models, kernel set ` +
      `${kernels}, ${workers} workers`,
  );
  print(`calibration ${result.calibrationSeconds.toFixed(2)} s`);
  print(`evaluation ${result.evaluationSeconds.toFixed(2)} s`);
}

try {
  await main(parseSweepArguments(Deno.args, { cores: navigator.hardwareConcurrency }));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof UserError)) throw error;
  note(error.message);
  Deno.exitCode = error instanceof UsageError ? 2 : 1;
}
