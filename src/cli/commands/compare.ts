import { compareRuns, type RunComparison } from "../../decide/compare_runs.ts";
import { runComparisonText } from "../../report/run_comparison_text.ts";
import { UserError } from "../../suite/error.ts";
import { type CompareArguments, parseCompareArguments } from "../compare_arguments.ts";
import { readRun } from "../read_run.ts";
import { print } from "../terminal.ts";

/**
 * Says what changed between two runs.
 *
 * @returns 0, or 1 where accuracy, agreement or cost got worse beyond its margin: a gate for CI.
 */
export async function compare(args: readonly string[]): Promise<number> {
  const asked = parseCompareArguments(args);
  const comparison = await compareFolders(asked);
  print(
    asked.json ? JSON.stringify(comparison, undefined, 2) : runComparisonText(comparison, asked),
  );
  return comparison.worse ? 1 : 0;
}

async function compareFolders(
  { first, second, points, percent }: CompareArguments,
): Promise<RunComparison> {
  const [before, after] = [await readRun(first), await readRun(second)];
  try {
    return compareRuns(before, after, { margin: points / 100, costMargin: percent / 100 });
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(error.message);
    throw error;
  }
}
