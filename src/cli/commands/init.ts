import { basename, extname, join, resolve } from "@std/path";
import {
  type Dataset,
  openDataset,
  openSamples,
  type PartDescription,
  readPart,
  type SamplesDescription,
  type SampleSource,
} from "../../data/mod.ts";
import { readModel } from "../../formats/mod.ts";
import { type Graph, ModelError } from "../../graph/mod.ts";
import { UserError } from "../../suite/mod.ts";
import { type BoundShape, elementsPerSample } from "../../tensor/mod.ts";
import { describeData } from "../init/describe_data.ts";
import { type InitArguments, parseInitArguments } from "../init/init_arguments.ts";
import { type Candidate, tryNormalizations } from "../init/normalization.ts";
import { sampleShapeOf } from "../init/sample_shape.ts";
import { type ValueForm, valueForm } from "../init/value_form.ts";
import { writeNewSuite } from "../init/write_new_suite.ts";
import { print } from "../terminal.ts";

/** Samples that are evaluated, at most; of fewer samples half. */
const evaluationMost = 1000;

/**
 * Writes a suite for a model and data of one's own: what can be told from the files is filled in, what
 * cannot is said.
 */
export async function init(args: readonly string[]): Promise<number> {
  const asked = parseInitArguments(args);
  const model = await readFloat32(asked.model);
  const { layout, shape } = sampleShapeOf(model.graph.inputs[0]!.shape, {
    model: asked.model,
    onnx: extname(asked.model).toLowerCase() === ".onnx",
  });
  const part = await describeData({ data: asked.data, labels: asked.labels, shape });
  const { dataset, source, samples, form } = await openOwn(part, shape);
  checkClasses(model.graph, source, asked);
  const candidates = tryNormalizations(model.graph, source, {
    layout,
    ids: dataset.folds[0]!.evaluationIds,
  });
  const [best] = candidates as readonly [Candidate];
  const files = [
    { name: basename(asked.model), bytes: model.bytes },
    ...(asked.shipped === undefined
      ? []
      : [{ name: basename(asked.shipped), bytes: await readFile(asked.shipped) }]),
  ];
  const name = suiteName(asked.folder);
  const suite = {
    name,
    version: 1,
    description: `${basename(asked.model)} on ${basename(resolve(asked.data))}`,
    dataset: samples,
    metric: source.classNames === undefined ? "fidelity" : "top-1",
    preprocessing: best.preprocessing,
    models: [{
      name: suiteName(basename(asked.model).replace(/\.[^.]*$/, "")),
      file: `models/${files[0]!.name}`,
      ...(files[1] && { shipped: { file: `models/${files[1].name}` } }),
    }],
    ...(form.domain === "image" ? {} : { ladders: { offset: form.offsets } }),
    calibrationConditions: conditionsOf(form),
  };
  await writeNewSuite(asked.folder, { suite, files });
  for (const line of report(asked, { dataset, source, form, candidates })) print(line);
  return 0;
}

async function readFile(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw new UserError(
      `Cannot read "${path}": ${error instanceof Error ? error.message : error}`,
    );
  }
}

async function readFloat32(
  path: string,
): Promise<{ readonly graph: Graph; readonly bytes: Uint8Array }> {
  const bytes = await readFile(path);
  try {
    const graph = readModel(path, bytes, { batch: "leading" });
    if (graph.inputs.length === 1 && graph.outputs.length === 1) return { graph, bytes };
    throw new UserError(
      `Cannot use "${path}": it must have one input and one output, got ${graph.inputs.length} and ` +
        `${graph.outputs.length}`,
    );
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new UserError(`Cannot read "${path}": ${error.message}`);
  }
}

/** The data, with what they are and a split that leaves half of them, or more, to calibrate. */
async function openOwn(part: PartDescription, shape: BoundShape): Promise<{
  readonly dataset: Dataset;
  readonly source: SampleSource;
  readonly samples: SamplesDescription;
  readonly form: ValueForm;
}> {
  const locate = (path: string) => path;
  const { count } = await readPart(part, { locate, shape });
  const describe = (form: Pick<ValueForm, "domain" | "white" | "step">): SamplesDescription => ({
    domain: form.domain,
    shape: [...shape],
    ...(form.domain === "image" && { white: form.white, step: form.step }),
    parts: [part],
    split: {
      kind: "by-content",
      evaluation: Math.max(1, Math.min(evaluationMost, Math.floor(count / 2))),
    },
  });
  const source = { name: "own", source: "your own", licence: "your own", locate };
  const first = await openDataset(describe({ domain: "vector", white: 1, step: 0 }), source);
  const form = valueForm(openSamples(first.store), first.folds[0]!.poolIds);
  const samples = describe(form);
  const dataset = { ...first, store: { ...first.store, ...form } };
  return { dataset, source: openSamples(dataset.store), samples, form };
}

/** A model that gives another number of classes than the data have is another model. */
function checkClasses(
  { outputs }: Graph,
  { classNames }: SampleSource,
  { model, data }: InitArguments,
): void {
  const given = elementsPerSample(outputs[0]!.shape);
  if (classNames === undefined || classNames.length === given) return;
  throw new UserError(
    `Cannot use "${model}" on "${data}": the model must give one value a class, it gives ${given} and ` +
      `the data have ${classNames.length} classes (${classNames.slice(0, 12).join(", ")})`,
  );
}

/** A name that a suite may have, from that of a file or folder. */
function suiteName(path: string): string {
  const name = basename(resolve(path)).toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "").slice(0, 64);
  return name === "" ? "mine" : name;
}

function conditionsOf({ domain }: ValueForm) {
  return domain === "image"
    ? [
      { name: "clean" },
      { name: "darkened", shift: { name: "darken", severity: 5 } },
      { name: "noisy", shift: { name: "gaussian-noise", severity: 5 } },
    ]
    : [{ name: "clean" }, { name: "noisy", shift: { name: "noise", severity: 4 } }];
}

/** What was found, what was guessed, and what to do next. */
function report(
  { folder }: InitArguments,
  { dataset, source, form, candidates }: {
    readonly dataset: Dataset;
    readonly source: SampleSource;
    readonly form: ValueForm;
    readonly candidates: readonly Candidate[];
  },
): readonly string[] {
  const [best, ...others] = candidates as readonly [Candidate, ...Candidate[]];
  const [{ evaluationIds, poolIds }] = dataset.folds as readonly [Dataset["folds"][number]];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const guess = best.accuracy === undefined
    ? [`  normalization  ${best.name}: a guess, without labels nothing tells`]
    : [
      `  normalization  ${best.name}: float32 is right on ${
        percent(best.accuracy)
      } of a few samples`,
      ...others.slice(0, 3).map(({ name, accuracy }) =>
        `                 (${name}: ${percent(accuracy!)})`
      ),
    ];
  return [
    `Written: ${join(folder, "suite.json")}`,
    `  samples        ${dataset.count} of ${source.shape.join(" x ")}, ${form.what}`,
    `  labels         ${
      source.classNames === undefined
        ? "none: agreement with float32 is measured (fidelity)"
        : `${source.classNames.length} classes: ${source.classNames.slice(0, 8).join(", ")}`
    }`,
    `  split          ${evaluationIds.length} evaluated, ${poolIds.length} may calibrate, by content`,
    ...guess,
    "Look at preprocessing in suite.json: it must be what the model was trained with. Then type",
    `  deno task ptqbench validate ${folder}`,
    `  deno task ptqbench run ${folder} --quick`,
  ];
}
