import { DataError, evaluationCount } from "../../data/mod.ts";
import {
  isGroup,
  loadSuites,
  patient,
  readingProgress,
  type RunSetup,
  setUpRun,
  type Suite,
  UserError,
} from "../../suite/mod.ts";
import { percentRight } from "../float32_accuracy.ts";
import { progressOf } from "../progress.ts";
import { note, print } from "../terminal.ts";
import { checkSamples } from "../validate/check_samples.ts";
import { doubtsOf } from "../validate/doubts.ts";
import { type Float32Look, lookAtFloat32 } from "../validate/float32_look.ts";
import { parseValidateArguments, type ValidateArguments } from "../validate/validate_arguments.ts";

/** Checks a suite, its models and every sample of its data, and says what is doubtful. */
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
      if (!(error instanceof DataError || error instanceof UserError)) throw error;
      failed++;
      note(`Suite "${part.name}": ${error.message}`);
    }
  }
  return failed > 0 ? 1 : 0;
}

async function validateOne(suite: Suite, { dataDir, quiet }: ValidateArguments): Promise<void> {
  const nowMs = () => performance.now();
  const progress = patient(progressOf(quiet), nowMs);
  const onProgress = readingProgress(progress, nowMs);
  const setup = await setUpRun(suite, { mode: "default" }, { dataDir, onProgress });
  checkSamples(setup.source, progress);
  if (quiet) return;
  const looks = lookAtFloat32(setup);
  for (const line of describe(setup, looks)) print(line);
  const doubts = [...looks.flatMap(({ doubts }) => doubts), ...doubtsOf(setup)];
  if (doubts.length === 0) return;
  print("Worth a look before you believe its results:");
  for (const doubt of doubts) print(`- ${doubt}`);
}

/** What the suite runs, and on what, a line each. */
function describe(
  { suite, dataset, source, folds, settings, sizesLeftOut, models }: RunSetup,
  looks: readonly Float32Look[],
): readonly string[] {
  const pool = Math.min(...folds.map((fold) => fold.pool.length));
  return [
    `Suite "${suite.name}" is valid`,
    `  data set ${dataset.name}: ${dataset.count} samples of ${source.shape.join(" x ")}, ` +
    `${evaluationCount(dataset)} evaluated, ${pool} in the calibration pool` +
    (folds.length > 1 ? " of each half, which calibrates for the other" : ""),
    `  metric ${suite.metric}, shifts ${settings.shifts.join(", ")}`,
    `  calibration sizes ${settings.sizes.join(", ")}` +
    (sizesLeftOut.length > 0 ? `; the pool is too small for ${sizesLeftOut.join(", ")}` : ""),
    ...models.flatMap(({ name, graph, shipped }, index) => [
      `  model ${name}: ${graph.nodes.length} nodes${accuracyText(looks[index]!)}`,
      ...(shipped === undefined ? [] : [
        `    as shipped: ${shipped.graph.nodes.length} nodes, rounding ${shipped.rounding}, ` +
        shipped.file,
      ]),
    ]),
  ];
}

function accuracyText({ found }: Float32Look): string {
  if (found === undefined) return "";
  return `, float32 is right on ${percentRight(found)} of ${found.samples} samples`;
}
