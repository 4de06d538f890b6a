import { join } from "@std/path";
import { sha256 } from "../data/mod.ts";
import { readModel, type ReadTfliteOptions } from "../formats/mod.ts";
import { type Graph, ModelError } from "../graph/mod.ts";
import type { MetricName } from "../records/mod.ts";
import {
  type BoundShape,
  elementsPerSample,
  formatShape,
  isBatched,
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
  readonly classNames: readonly string[] | undefined;
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
export interface ReadFile {
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
  const path = pathOf(entry, use);
  const read = await readFloat32File(path, { name, sha256: entry.sha256 });
  checkFit(read.graph, { ...use, what: whatOf(name, path) });
  return read;
}

/**
 * A float32 model from a file.
 *
 * @throws {UserError} When the file is missing, too large or not of that hash, or no float32 model of one
 * input, with a batch, and one output.
 */
export async function readFloat32File(
  path: string,
  { name, sha256: hash }: { readonly name: string; readonly sha256?: string | undefined },
): Promise<ReadFile> {
  return await readModelFile(path, {
    what: whatOf(name, path),
    sha256: hash,
    read: { name },
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
  const path = pathOf(entry, use);
  const what = `shipped ${whatOf(name, path)}`;
  const { graph, sha256: hash } = await readModelFile(path, {
    what,
    sha256: entry.sha256,
    read: { name, rounding, ports: "float32" },
    rule: shippedProblem,
  });
  checkFit(graph, { ...use, what });
  return { file, sha256: hash, rounding, graph: withPortNames(graph, float32) };
}

function whatOf(name: string, path: string): string {
  return `model "${name}" (${path})`;
}

function pathOf({ from, file }: ModelFile, { suite, dataDir }: ModelUse): string {
  return join(from === "data" ? dataDir : suite.folder, file);
}

async function readModelFile(
  path: string,
  { what, sha256: expected, read, rule }: {
    /** What errors call it. */
    readonly what: string;
    readonly sha256: string | undefined;
    readonly read: ReadTfliteOptions;
    readonly rule: (graph: Graph) => string | undefined;
  },
): Promise<ReadFile> {
  const bytes = await readBytes(what, path);
  const actual = sha256(bytes);
  const refuse = (reason: string) => new UserError(`Cannot use ${what}: ${reason}`);
  if (expected !== undefined && expected !== actual) {
    throw refuse(
      `the suite says SHA-256 ${expected}, got ${actual}; put that file back, or correct suite.json`,
    );
  }
  let graph: Graph;
  try {
    graph = readModel(path, bytes, { ...read, batch: "leading" });
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw refuse(error.message);
  }
  const problem = portProblem(graph) ?? rule(graph);
  if (problem !== undefined) throw refuse(problem);
  return { graph, sha256: actual };
}

/**
 * Checks that a model can run on the data of a suite.
 *
 * @throws {UserError} When its input is not of the shape of the data, or the metric cannot be measured on
 * its output.
 */
export function checkFit(
  graph: Graph,
  { suite, data, what }: Pick<ModelUse, "suite" | "data"> & { readonly what: string },
): void {
  const problem = fitProblem(graph, suite, data);
  if (problem !== undefined) throw new UserError(`Cannot use ${what}: ${problem}`);
}

async function readBytes(what: string, path: string): Promise<Uint8Array> {
  try {
    const { size } = await Deno.stat(path);
    if (size > modelBytesLimit) {
      throw new UserError(
        `Cannot read ${what}: it must have at most ${modelBytesLimit} bytes, got ${size}`,
      );
    }
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot read ${what}: ${error instanceof Error ? error.message : error}`);
  }
}

function portProblem({ inputs, outputs }: Graph): string | undefined {
  if (inputs.length !== 1 || outputs.length !== 1) {
    return `it must have one input and one output, got ${inputs.length} and ${outputs.length}`;
  }
  const { name, shape } = inputs[0]!;
  if (isBatched(shape)) return undefined;
  return `its input "${name}" must begin with a batch, symbolic or 1, got ${formatShape(shape)}; ` +
    "export it with a batch of 1";
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
      `(${preprocessing.layout}), got ${formatShape(shape)}`;
  }
  return outputProblem(outputs[0]!, metric, { input: shape, classNames: data.classNames ?? [] });
}

/** Why the metric of a suite cannot be measured on what a model gives, if it cannot. */
function outputProblem(
  { name, shape }: Graph["outputs"][number],
  metric: MetricName,
  { input, classNames }: { readonly input: Shape; readonly classNames: readonly string[] },
): string | undefined {
  switch (metric) {
    case "top-1":
      return sampleShape(shape).length === 1 && elementsPerSample(shape) === classNames.length
        ? undefined
        : `its output "${name}" must be [batch, ${classNames.length}], one logit a class ` +
          `(${classNames.slice(0, 8).join(", ")}${classNames.length > 8 ? ", ..." : ""}), got ` +
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
