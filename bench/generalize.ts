/**
 * Whether recommendations generalize: chosen on one half of the samples and some shifts, judged on the other
 * half and on other shifts, against the best strategy in hindsight and against always static min-max.
 *
 *     deno task bench:generalize RUN... [--margin POINTS]
 */
import { parseOptions } from "../src/cli/parse_options.ts";
import { readRun } from "../src/cli/read_run.ts";
import { parsePoints } from "../src/cli/recommend_arguments.ts";
import { note, print } from "../src/cli/terminal.ts";
import { UsageError, UserError } from "../src/suite/mod.ts";
import { regretsOf, regretTable } from "./generalize_table.ts";

const options = { margin: "POINTS  loss that counts as none, in points (1)" } as const;

async function main(args: readonly string[]): Promise<void> {
  const { positional: folders, text } = parseOptions(args, { options, flags: {} });
  if (folders.length === 0) {
    throw new UsageError(
      "Cannot judge recommendations: the folder of a run must be named, got none; run with --shifts " +
        "brighten,darken,contrast,gaussian-noise,blur,gain first",
    );
  }
  const margin = parsePoints("margin", text("margin") ?? "1") / 100;
  const regrets = [];
  for (const folder of folders) {
    const run = await readRun(folder);
    if (run.outcomes.header.labels === undefined) {
      throw new UserError(`Cannot judge "${folder}": its samples must have labels, got none`);
    }
    regrets.push(...regretsOf(run, margin));
  }
  print(regretTable(regrets));
}

try {
  await main(Deno.args);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  note(error.message);
  Deno.exitCode = error instanceof UsageError ? 2 : 1;
}
