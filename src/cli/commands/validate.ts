import { DataError } from "../../data/mod.ts";
import { isGroup, loadSuites, setUpRun, type Suite, UsageError } from "../../suite/mod.ts";
import { checkSamples } from "../check_samples.ts";
import { dataDirOf } from "../data_dir.ts";
import { parseOptions } from "../parse_options.ts";
import { progressOf } from "../progress.ts";
import { note, print } from "../terminal.ts";

/** Options of `validate` that take a value, with what `--help` says of them. */
export const validateOptions = {
  "data-dir": "DIR     folder of downloaded data sets and models (the user's cache folder)",
} as const;

/** Options of `validate` without a value. */
export const validateFlags = { quiet: "say nothing but errors" } as const;

/** Checks a suite, its models and every sample of its data, without running anything. */
export async function validate(args: readonly string[]): Promise<number> {
  const { positional, text, flag } = parseOptions(args, {
    options: validateOptions,
    flags: validateFlags,
  });
  const [name, ...rest] = positional;
  if (name === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot validate: one suite must be named, got ${positional.length}; type validate digits`,
    );
  }
  const place = { dataDir: dataDirOf(text("data-dir")), quiet: flag("quiet") };
  const suite = await loadSuites(name);
  if (!isGroup(suite)) {
    await validateOne(suite, place);
    return 0;
  }
  let failed = 0;
  for (const part of suite.parts) {
    try {
      await validateOne(part, place);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      failed++;
      note(`Suite "${part.name}": ${error.message}`);
    }
  }
  return failed > 0 ? 1 : 0;
}

async function validateOne(
  suite: Suite,
  { dataDir, quiet }: { readonly dataDir: string; readonly quiet: boolean },
): Promise<void> {
  const { dataset, models, source, folds, settings, sizesLeftOut } = await setUpRun(
    suite,
    { mode: "default" },
    { dataDir },
  );
  checkSamples(source, progressOf(quiet));
  if (quiet) return;
  const evaluated = dataset.folds.reduce((sum, fold) => sum + fold.evaluationIds.length, 0);
  const pool = Math.min(...folds.map((fold) => fold.pool.length));
  print(`Suite "${suite.name}" is valid`);
  print(
    `  data set ${dataset.name}: ${dataset.count} samples of ${source.shape.join(" x ")}, ` +
      `${evaluated} evaluated, ${pool} in the calibration pool` +
      (folds.length > 1 ? " of each half, which calibrates for the other" : ""),
  );
  print(`  metric ${suite.metric}, shifts ${settings.shifts.join(", ")}`);
  print(
    `  calibration sizes ${settings.sizes.join(", ")}` +
      (sizesLeftOut.length > 0 ? `; the pool is too small for ${sizesLeftOut.join(", ")}` : ""),
  );
  for (const { name, graph, shipped } of models) {
    print(`  model ${name}: ${graph.nodes.length} nodes`);
    if (shipped === undefined) continue;
    const { file, rounding, graph: { nodes } } = shipped;
    print(`    as shipped: ${nodes.length} nodes, rounding ${rounding}, ${file}`);
  }
}
