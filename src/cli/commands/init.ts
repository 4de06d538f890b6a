import { basename, dirname, extname, join } from "@std/path";
import type { Graph } from "../../graph/mod.ts";
import { checkFit, readFloat32File, readShippedModel } from "../../suite/model_files.ts";
import { parseSuite, patient, suiteNames, UserError } from "../../suite/mod.ts";
import { describeData } from "../init/describe_data.ts";
import { type InitArguments, parseInitArguments } from "../init/init_arguments.ts";
import { metricOf, modelName, newSuite } from "../init/new_suite.ts";
import { tryNormalizations } from "../init/normalization.ts";
import { openOwnData, type OwnData } from "../init/own_data.ts";
import { readableJson } from "../init/readable_json.ts";
import { initReport } from "../init/report.ts";
import { type SampleShape, sampleShapeOf } from "../init/sample_shape.ts";
import { checkNewFolder, modelPlace, storedPath, writeSuiteFolder } from "../init/suite_folder.ts";
import { progressOf } from "../progress.ts";
import { print } from "../terminal.ts";

/**
 * Writes a suite for a model and data of one's own: what can be told from the files is filled in, what
 * cannot is said. Nothing is written before all of it is known to be sound.
 */
export async function init(args: readonly string[]): Promise<number> {
  const asked = parseInitArguments(args);
  const { folder, model, data, labels, shipped } = asked;
  checkModelName(model);
  const sources = [model, data, labels, shipped].filter((path) => path !== undefined);
  await checkNewFolder(folder, sources);
  const { graph } = await readFloat32File(model, { name: modelName(model) });
  const sample = sampleShapeOf(graph.inputs[0]!.shape, { onnx: endingOf(model) === ".onnx" });
  const { layout, shape } = sample;
  const stored = (path: string) => storedPath(folder, path);
  const part = await describeData({ data, labels, shape, stored });
  const progress = patient(progressOf(false), () => performance.now());
  const own = await openOwnData(part, { shape, folder, progress });
  await checkModels(asked, { graph, own, sample });
  const ids = own.dataset.folds[0]!.evaluationIds;
  const normalizations = tryNormalizations(graph, own.source, { layout, ids, progress });
  const place = modelPlace(folder, model);
  const shippedPlace = shipped === undefined
    ? undefined
    : modelPlace(folder, shipped, [place.file]);
  const suite = newSuite(asked, {
    own,
    preprocessing: normalizations[0]!.preprocessing,
    file: place.file,
    shipped: shippedPlace?.file,
  });
  const json = `${readableJson(suite)}\n`;
  parseSuite(json, join(folder, "suite.json"));
  await writeSuiteFolder(folder, {
    json,
    copies: [place.copy, shippedPlace?.copy].filter((copy) => copy !== undefined),
  });
  const builtIn = await suiteNames();
  for (const line of initReport(asked, { own, normalizations, builtIn })) print(line);
  return 0;
}

/** Checks that the model, and what was shipped of it, can run on the data. */
async function checkModels(
  { model, data, shipped }: InitArguments,
  { graph, own: { source }, sample: { layout, shape } }: {
    readonly graph: Graph;
    readonly own: OwnData;
    readonly sample: SampleShape;
  },
): Promise<void> {
  const name = modelName(model);
  const use = {
    suite: {
      folder: dirname(shipped ?? model),
      preprocessing: { divisor: 1, mean: [0], std: [1], layout },
      metric: metricOf(source),
    },
    data: { shape, classNames: source.classNames },
    dataDir: "",
  };
  checkFit(graph, { ...use, what: `model "${name}" (${model}) on "${data}"` });
  if (shipped === undefined) return;
  const entry = { from: "suite", file: basename(shipped), rounding: "tflm" } as const;
  await readShippedModel(name, entry, { ...use, float32: graph });
}

function endingOf(path: string): string {
  return extname(path).toLowerCase();
}

/** Checks by its name that a file can be a model: what training code saves is none yet. */
function checkModelName(model: string): void {
  const ending = endingOf(model);
  if (ending === ".onnx" || ending === ".tflite") return;
  throw new UserError(
    `Cannot use --model "${model}": it must be a float32 .onnx or .tflite file, got "${ending}"; ` +
      "export it first (PyTorch: torch.onnx.export)",
  );
}
