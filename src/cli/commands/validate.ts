import { loadSuite, setUpRun, UsageError } from "../../suite/mod.ts";
import { print } from "../terminal.ts";

/** Checks a suite, its data and its models without running anything. */
export async function validate(args: readonly string[]): Promise<number> {
  const [suiteName, ...rest] = args;
  if (suiteName === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot validate: one suite must be named, got ${args.length}; type validate digits`,
    );
  }
  const suite = await loadSuite(suiteName);
  const { dataset, models, source } = await setUpRun(suite, { mode: "default" });
  print(`Suite "${suite.name}" is valid`);
  print(
    `  data set ${dataset.manifest.name}: ${source.count} samples, ` +
      `${dataset.evaluationIds.length} evaluated, ${dataset.poolIds.length} in the calibration pool`,
  );
  for (const { name, graph, shipped } of models) {
    print(`  model ${name}: ${graph.nodes.length} nodes`);
    if (shipped === undefined) continue;
    const { file, rounding, graph: { nodes } } = shipped;
    print(`    as shipped: ${nodes.length} nodes, rounding ${rounding}, ${file}`);
  }
  return 0;
}
