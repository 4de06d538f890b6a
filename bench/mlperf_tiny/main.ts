/**
 * MLPerf Tiny models quantized here against the int8 models as shipped, as Markdown:
 *
 *     deno task bench:mlperf --data-dir ../shared/data
 */
import { note, print } from "../../src/cli/terminal.ts";
import { UsageError, UserError } from "../../src/suite/mod.ts";
import { anomalyTask } from "./anomalies.ts";
import { parseMlperfArguments } from "./arguments.ts";
import { compare } from "./compare.ts";
import { configurations } from "./configurations.ts";
import { evaluate } from "./evaluate.ts";
import { imageTask } from "./images.ts";
import { keywordTask } from "./keywords.ts";
import { report } from "./report.ts";
import type { Task, TaskName, TaskOptions } from "./task.ts";

const tasks: { readonly [name in TaskName]: (options: TaskOptions) => Task } = {
  "image-classification": imageTask,
  "keyword-spotting": keywordTask,
  "anomaly-detection": anomalyTask,
};

function main(args: readonly string[]): void {
  const { dataDir, seed, tasks: names, ...options } = parseMlperfArguments(args);
  for (const name of names) {
    const task = tasks[name]({ dataDir, seed });
    const outputs = evaluate(task, { ...options, configurations, onProgress: note });
    print(`${report(task, compare(task, outputs, options))}\n`);
  }
}

try {
  main(Deno.args);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  note(error.message);
  Deno.exitCode = error instanceof UsageError ? 2 : 1;
}
