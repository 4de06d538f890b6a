import { loadSuite, setUpRun, UsageError } from "../../suite/mod.ts";
import { print } from "../terminal.ts";

/** Checks a suite, its data and its models without running anything. */
export async function validate(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot validate: one suite must be named, got ${args.length}; type validate digits`,
    );
  }
  const suite = await loadSuite(name);
  const { dataset, models, source } = await setUpRun(suite, { mode: "default" });
  print(`Suite "${suite.name}" is valid`);
  print(
    `  data set ${dataset.manifest.name}: ${source.count} samples, ` +
      `${dataset.evaluationIds.length} evaluated, ${dataset.poolIds.length} in the calibration pool`,
  );
  for (const model of models) print(`  model ${model.name}: ${model.graph.nodes.length} nodes`);
  return 0;
}
