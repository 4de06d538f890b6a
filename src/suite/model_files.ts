import { join } from "@std/path";
import { sha256 } from "../data/mod.ts";
import { readModel, type ReadTfliteOptions } from "../formats/mod.ts";
import { type Graph, ModelError } from "../graph/mod.ts";
import { elementsPerSample, formatShape, sampleShape } from "../tensor/mod.ts";
import { UserError } from "./error.ts";
import type { Preprocessing, SuiteModelEntry } from "./schema.ts";
import { type ShippedModel, withPortNames } from "./shipped.ts";

/** The largest model file that is read, in bytes. */
const modelBytesLimit = 1 << 30;

/** What a model must fit. */
export interface DataShape {
  /** [H, W, C] of a sample. */
  readonly shape: readonly number[];
  readonly classes: number;
}

/** The suite that a model is of, and its data. */
export interface ModelUse {
  readonly suite: { readonly folder: string; readonly preprocessing: Preprocessing };
  readonly data: DataShape;
}

type ModelFile = Pick<SuiteModelEntry, "file" | "sha256">;

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
  { file, sha256: expected }: ModelFile,
  { suite, data, name, read, rule }: ModelUse & {
    readonly name: string;
    readonly read: ReadTfliteOptions;
    readonly rule: (graph: Graph) => string | undefined;
  },
): Promise<ReadFile> {
  const path = join(suite.folder, file);
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
  { preprocessing: { layout } }: ModelUse["suite"],
  data: DataShape,
): string | undefined {
  const [height, width, channels] = data.shape as readonly [number, number, number];
  const expected = layout === "nchw"
    ? ["batch", channels, height, width] as const
    : ["batch", height, width, channels] as const;
  const { name, shape } = inputs[0]!;
  if (formatShape(shape) !== formatShape(expected)) {
    return `its input "${name}" must have the shape of the data, ${formatShape(expected)} ` +
      `(${layout}, a symbolic batch first), got ${formatShape(shape)}`;
  }
  const output = outputs[0]!;
  if (sampleShape(output.shape).length !== 1 || elementsPerSample(output.shape) !== data.classes) {
    return `its output "${output.name}" must be [batch, ${data.classes}], one logit a class, ` +
      `got ${formatShape(output.shape)}`;
  }
  return undefined;
}
