import { basename, dirname, resolve } from "@std/path";
import {
  type CalibrationTable,
  calibrationTableFromJson,
  calibrationTableToJson,
  calibrationWarningCodes,
  calibrationWarnings,
  calibratorParameter,
} from "../../calibrate/mod.ts";
import { readModel, writeOnnx, writeTflite } from "../../formats/mod.ts";
import { type Graph, ModelError } from "../../graph/mod.ts";
import { quantize as quantizeGraph, type Scheme } from "../../quantize/mod.ts";
import { loadSuite, quantizeOptions, type Suite, UsageError, UserError } from "../../suite/mod.ts";
import { calibrateOnSuite } from "../calibrate_on_suite.ts";
import { writeWhole } from "../files.ts";
import { progressOf } from "../progress.ts";
import {
  parseQuantizeArguments,
  type QuantizeArguments,
  type RangeSource,
} from "../quantize_arguments.ts";
import { print } from "../terminal.ts";

/** Quantizes a model under a scheme and writes it. */
export async function quantize(args: readonly string[]): Promise<number> {
  const asked = parseQuantizeArguments(args);
  const write = writerOf(asked);
  await checkPlaces(asked);
  const bytes = await readModelFile(asked.model);
  const graph = attemptModel(`Cannot read "${asked.model}"`, () => readModel(asked.model, bytes));
  const { ranges } = asked;
  const suite = ranges?.kind === "suite" ? await loadSuite(ranges.suite) : undefined;
  const table = ranges && await tableOf(graph, { ranges, suite }, asked);
  const written = attemptModel(
    `Cannot quantize "${asked.model}"`,
    () => write(quantizeGraph(graph, schemeOf(asked, table), suite && quantizeOptions(suite))),
  );
  await writeWhole(asked.out, written);
  if (asked.writeTable !== undefined && table !== undefined) {
    await writeWhole(asked.writeTable, calibrationTableToJson(table));
  }
  if (!asked.quiet) {
    for (const line of summary(asked, { table, before: bytes.length, after: written.length })) {
      print(line);
    }
  }
  return 0;
}

/** The writer of the format that the name of the file says. */
function writerOf({ out, codes }: QuantizeArguments): (graph: Graph) => Uint8Array {
  const ending = /\.[^./]*$/.exec(out)?.[0];
  switch (ending) {
    case ".onnx":
      return (graph) => writeOnnx(graph, { codes });
    case ".tflite":
      if (codes === "int8") return (graph) => writeTflite(graph);
      throw new UsageError(
        `Cannot use --codes ${codes} with --out "${out}": TensorFlow Lite's codes are int8; leave it out`,
      );
    default:
      throw new UsageError(
        `Cannot use --out "${out}": its ending must be .onnx or .tflite, got ${ending ?? "none"}`,
      );
  }
}

/** Refuses places that cannot be written or would be written over, before anything is computed. */
async function checkPlaces({ model, out, writeTable }: QuantizeArguments): Promise<void> {
  if (resolve(model) === resolve(out)) {
    throw new UsageError(
      `Cannot use --out "${out}": it must not be the model itself; choose another name`,
    );
  }
  for (const [option, path] of [["out", out], ["write-table", writeTable]] as const) {
    if (path === undefined) continue;
    const folder = dirname(resolve(path));
    const isFolder = await Deno.stat(folder).then((info) => info.isDirectory, () => false);
    if (isFolder) continue;
    throw new UserError(
      `Cannot use --${option} "${path}": its folder must be there, "${folder}" is not; make it first`,
    );
  }
}

async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw new UserError(`Cannot read "${path}": ${messageOf(error)}`);
  }
}

async function tableOf(
  graph: Graph,
  { ranges, suite }: { readonly ranges: RangeSource; readonly suite: Suite | undefined },
  { model, quiet }: QuantizeArguments,
): Promise<CalibrationTable> {
  if (ranges.kind === "suite") {
    return await calibrateOnSuite(graph, {
      ...ranges,
      suite: suite!,
      model,
      progress: progressOf(quiet),
    });
  }
  try {
    return calibrationTableFromJson(await Deno.readTextFile(ranges.file));
  } catch (error) {
    throw new UserError(`Cannot use --table "${ranges.file}": ${messageOf(error)}`);
  }
}

function schemeOf(
  { scheme, weights, dynamic }: QuantizeArguments,
  table: CalibrationTable | undefined,
): Scheme {
  switch (scheme) {
    case "float32":
      return { kind: scheme };
    case "static":
    case "dynamic-input":
      return { kind: scheme, weights, table: table! };
    case "mixed":
      return { kind: scheme, weights, table: table!, dynamic: dynamic! };
    default:
      return { kind: scheme, weights };
  }
}

function attemptModel<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof ModelError) throw new UserError(`${what}: ${error.message}`);
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What was done, a line each. */
function summary(
  { model, scheme, weights, dynamic, ranges, out, writeTable }: QuantizeArguments,
  { table, before, after }: {
    readonly table: CalibrationTable | undefined;
    readonly before: number;
    readonly after: number;
  },
): readonly string[] {
  const lines = [`scheme      ${scheme}${scheme === "float32" ? "" : `, weights ${weights}`}`];
  if (table !== undefined && ranges !== undefined) {
    const parameter = calibratorParameter(table.calibrator);
    const calibrator = `${table.calibrator.name}${parameter === undefined ? "" : ` ${parameter}`}`;
    const origin = ranges.kind === "table"
      ? `table ${ranges.file}`
      : `suite ${ranges.suite}, seed ${ranges.seed}`;
    lines.push(`calibrated  ${calibrator}, ${table.samples} samples (${origin})`);
    lines.push(...warningLines(table));
  }
  if (dynamic !== undefined) lines.push(`dynamic     ${dynamic.join(", ")}`);
  if (scheme !== "float32" && scheme !== "weight-only" && scheme !== "static") {
    lines.push(
      "note        in ONNX a range found at run time is that of the whole batch, and what follows an",
      "            integer product is float32: run it with a batch of one to compare",
    );
  }
  if (writeTable !== undefined) lines.push(`table       ${writeTable}`);
  lines.push(
    `size        ${before} B -> ${after} B (${(100 * after / before).toFixed(0)} %)`,
    `written     ${out}, from ${basename(model)}`,
  );
  return lines;
}

/** Each warning with how many values have it, in the order of reports. */
function warningLines(table: CalibrationTable): readonly string[] {
  const ranges = [...table.ranges];
  return calibrationWarningCodes.flatMap((code) => {
    const values = ranges.filter(([, { warnings }]) => warnings.includes(code));
    if (values.length === 0) return [];
    const names = values.slice(0, 2).map(([name]) => name).join(", ");
    const more = values.length > 2 ? ", …" : "";
    return [
      `warning     ${code} (${values.length} of ${ranges.length} values: ${names}${more})`,
      `            ${calibrationWarnings[code]}`,
    ];
  });
}
