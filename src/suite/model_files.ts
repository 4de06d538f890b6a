import { join } from "@std/path";
import { sha256 } from "../data/mod.ts";
import { readModel, type ReadTfliteOptions } from "../formats/mod.ts";
import { type Graph, ModelError } from "../graph/mod.ts";
import type { MetricName } from "../records/mod.ts";
import {
  type BoundShape,
  elementsPerSample,
  formatShape,
  sampleShape,
  type Shape,
} from "../tensor/mod.ts";
import { UserError } from "./error.ts";
import type { Suite } from "./load.ts";
import { modelInputShape } from "./preprocess.ts";
import type { SuiteModelEntry } from "./schema.ts";
import { type ShippedModel, withPortNames } from "./shipped.ts";

/** The largest model file that is read, in bytes. */
const modelBytesLimit = 1 << 30;

/** Outputs of which the index of the largest is kept: as 16 bits. */
const outputsLimit = 2 ** 16;

/** What a model must fit. */
export interface DataShape {
  /** One sample as it is read. */
  readonly shape: BoundShape;
  /** Absent where samples have no labels. */
  readonly classes: number | undefined;
}

/** The suite that a model is of, and its data. */
export interface ModelUse {
  readonly suite: Pick<Suite, "folder" | "preprocessing" | "metric">;
  readonly data: DataShape;
  /** The folder of downloaded data sets and models. */
  readonly dataDir: string;
}

type ModelFile = Pick<SuiteModelEntry, "from" | "file" | "sha256">;

/** A graph, and the SHA-256 of the file that it is from. */
interface ReadFile {
  readonly graph: Graph;
  readonly sha256: string;
}

/**
 * The float32 model of that name.
 *
 * @throws {UserError} When the file is missing, too large or another one, or no float32 model that fits
 * the data.
 */
export async function readFloat32Model(
  name: string,
  entry: ModelFile,
  use: ModelUse,
): Promise<ReadFile> {
  return await readFitting(`model "${name}"`, entry, {
    ...use,
    name,
    read: {},
    rule: float32Problem,
  });
}

/**
 * The quantized model that was shipped of a float32 model, its ports float32 and named as that one's.
 *
 * @throws {UserError} When the file is missing, too large or another one, or no quantized model that
 * fits the data.
 */
export async function readShippedModel(
  name: string,
  entry: NonNullable<SuiteModelEntry["shipped"]>,
  { float32, ...use }: ModelUse & { readonly float32: Graph },
): Promise<ShippedModel> {
  const { file, rounding } = entry;
  const { graph, sha256: hash } = await readFitting(`shipped model "${name}"`, entry, {
    ...use,
    name,
    read: { rounding, ports: "float32" },
    rule: shippedProblem,
  });
  return { file, sha256: hash, rounding, graph: withPortNames(graph, float32) };
}

async function readFitting(
  what: string,
  { from, file, sha256: expected }: ModelFile,
  { suite, data, dataDir, name, read, rule }: ModelUse & {
    readonly name: string;
    readonly read: ReadTfliteOptions;
    readonly rule: (graph: Graph) => string | undefined;
  },
): Promise<ReadFile> {
  const path = join(from === "data" ? dataDir : suite.folder, file);
  const bytes = await readBytes(what, path);
  const actual = sha256(bytes);
  const refuse = (reason: string) => new UserError(`Cannot use ${what} (${path}): ${reason}`);
  if (expected !== undefined && expected !== actual) {
    throw refuse(`the suite says SHA-256 ${expected}, got ${actual}`);
  }
  let graph: Graph;
  try {
    graph = readModel(path, bytes, { ...read, name, batch: "leading" });
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw refuse(error.message);
  }
  const problem = portCountProblem(graph) ?? rule(graph) ?? fitProblem(graph, suite, data);
  if (problem !== undefined) throw refuse(problem);
  return { graph, sha256: actual };
}

async function readBytes(what: string, path: string): Promise<Uint8Array> {
  try {
    const { size } = await Deno.stat(path);
    if (size > modelBytesLimit) {
      throw new UserError(
        `Cannot read ${what} (${path}): it must have at most ${modelBytesLimit} bytes, got ${size}`,
      );
    }
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot read ${what}: ${error instanceof Error ? error.message : error}`);
  }
}

function portCountProblem({ inputs, outputs }: Graph): string | undefined {
  if (inputs.length === 1 && outputs.length === 1) return undefined;
  return `it must have one input and one output, got ${inputs.length} and ${outputs.length}`;
}

function float32Problem({ values }: Graph): string | undefined {
  const integer = [...values.values()].find(({ type }) => type.dtype !== "float32");
  return integer && "it must be a float32 model, which the schemes quantize, got " +
      `${integer.type.dtype} for "${integer.name}"; name a quantized file under "shipped"`;
}

function shippedProblem({ values }: Graph): string | undefined {
  if ([...values.values()].some(({ type }) => type.dtype === "int8")) return undefined;
  return "it must be a quantized model, got float32 throughout; name a float32 file as the model's own";
}

/** Why a model cannot run on the data of a suite, if it cannot. */
function fitProblem(
  { inputs, outputs }: Graph,
  { preprocessing, metric }: ModelUse["suite"],
  data: DataShape,
): string | undefined {
  const expected = ["batch", ...modelInputShape(data.shape, preprocessing)] as const;
  const { name, shape } = inputs[0]!;
  if (formatShape(shape) !== formatShape(expected)) {
    return `its input "${name}" must have the shape of the data, ${formatShape(expected)} ` +
      `(${preprocessing.layout}, a symbolic batch first), got ${formatShape(shape)}`;
  }
  return outputProblem(outputs[0]!, metric, { input: shape, classes: data.classes });
}

/** Why the metric of a suite cannot be measured on what a model gives, if it cannot. */
function outputProblem(
  { name, shape }: Graph["outputs"][number],
  metric: MetricName,
  { input, classes }: { readonly input: Shape; readonly classes: number | undefined },
): string | undefined {
  switch (metric) {
    case "top-1":
      return sampleShape(shape).length === 1 && elementsPerSample(shape) === classes
        ? undefined
        : `its output "${name}" must be [batch, ${classes}], one logit a class, got ` +
          formatShape(shape);
    case "auc":
      return formatShape(shape) === formatShape(input)
        ? undefined
        : `its output "${name}" must have the shape of its input, ${
          formatShape(input)
        }, which it ` +
          `reconstructs, got ${formatShape(shape)}`;
    case "fidelity":
      return elementsPerSample(shape) <= outputsLimit
        ? undefined
        : `its output "${name}" must have at most ${outputsLimit} elements, of which the largest is ` +
          `compared, got ${formatShape(shape)}`;
  }
}
