import { DataError } from "../../data/mod.ts";
import { prepare } from "../../execute/mod.ts";
import type { Graph } from "../../graph/mod.ts";
import { classify, infer } from "../../measure/mod.ts";
import { wilsonInterval } from "../../statistics/mod.ts";
import {
  clean,
  isGroup,
  loadSuites,
  type RunSetup,
  setUpRun,
  type Suite,
} from "../../suite/mod.ts";
import { elementsPerSample } from "../../tensor/mod.ts";
import { checkSamples } from "../check_samples.ts";
import { progressOf } from "../progress.ts";
import { note, print } from "../terminal.ts";
import { parseValidateArguments, type ValidateArguments } from "../validate_arguments.ts";

/** Checks a suite, its models and every sample of its data, without running anything. */
export async function validate(args: readonly string[]): Promise<number> {
  const asked = parseValidateArguments(args);
  const suite = await loadSuites(asked.suite);
  if (!isGroup(suite)) {
    await validateOne(suite, asked);
    return 0;
  }
  let failed = 0;
  for (const part of suite.parts) {
    try {
      await validateOne(part, asked);
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
  { dataDir, quiet }: ValidateArguments,
): Promise<void> {
  const { dataset, models, source, inputs, folds, settings, sizesLeftOut } = await setUpRun(
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
    print(
      `  model ${name}: ${graph.nodes.length} nodes${
        float32Look(graph, { source, inputs, folds })
      }`,
    );
    if (shipped === undefined) continue;
    const { file, rounding, graph: { nodes } } = shipped;
    print(`    as shipped: ${nodes.length} nodes, rounding ${rounding}, ${file}`);
  }
}

/** Samples that float32 is tried on. */
const tried = 200;

/** What float32 makes of a few samples: where that is not above chance, the preprocessing is wrong. */
function float32Look(
  graph: Graph,
  { source, inputs, folds }: Pick<RunSetup, "source" | "inputs" | "folds">,
): string {
  const classes = source.classNames?.length;
  if (classes === undefined || elementsPerSample(graph.outputs[0]!.shape) !== classes) return "";
  const ids = folds.flatMap(({ evaluationIds }) => evaluationIds).slice(0, tried);
  const logits = infer(
    prepare(graph, { kernels: "wasm", batch: 16 }),
    inputs.ofSamples(ids, clean),
  );
  const labels = source.labels(ids);
  const right = classify(logits, classes).classes.filter((c, i) => c === labels[i]).length;
  const { lo } = wilsonInterval(right, ids.length);
  const share = `, float32 is right on ${
    (100 * right / ids.length).toFixed(1)
  } % of ${ids.length} samples`;
  return lo > 1 / classes
    ? share
    : `${share}: no better than chance; look at preprocessing and labels`;
}
