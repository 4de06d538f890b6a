import { calibrate, defaultCalibrators, observe, originsOf } from "../../calibrate/mod.ts";
import { openSamples, randomStream } from "../../data/mod.ts";
import { prepare, type Session } from "../../execute/mod.ts";
import { readModel } from "../../formats/mod.ts";
import { type Graph, ModelError } from "../../graph/mod.ts";
import { kernelSetNames } from "../../kernels/mod.ts";
import {
  compareLayers,
  type LayerAgreement,
  type LayerValues,
  layerValues,
} from "../../measure/mod.ts";
import { floatName, isCalibrated, quantize } from "../../quantize/mod.ts";
import {
  clean,
  createInputReader,
  inputSettings,
  loadSuite,
  openSuiteDataset,
  UserError,
} from "../../suite/mod.ts";
import { bindBatch, elementCount, type Tensor, tensor } from "../../tensor/mod.ts";
import { print } from "../terminal.ts";
import { parseVerifyArguments, type VerifyArguments } from "../verify_arguments.ts";

/** Float32 layers that differ by more than this share of their largest value were read wrong. */
const runtimeTolerance = 1e-4;

/** Where inputs come from, in words, and one batch of each. */
interface Inputs {
  readonly source: string;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** A form of the model: float32, or one scheme of it. */
interface Form {
  readonly name: string;
  readonly graph: Graph;
}

/**
 * Compares a model with itself: on both kernel sets, which must agree bit for bit, in onnxruntime where
 * asked for, and layer by layer under the schemes.
 *
 * @returns 1 where kernel sets differ, or float32 is not what onnxruntime gives.
 */
export async function verify(args: readonly string[]): Promise<number> {
  const parsed = parseVerifyArguments(args);
  const bytes = await readFile(parsed.model);
  const graph = readGraph(parsed.model, bytes);
  const inputs = await inputsOf(graph, parsed);
  const forms = isFloat32(graph)
    ? [{ name: "float32", graph }, ...quantizedForms(graph, inputs, parsed)]
    : [{ name: "as shipped", graph }];
  print(
    `${parsed.model}: ${graph.nodes.length} ops, ${parsed.samples} samples, ${inputs.source}\n`,
  );

  const [sound, values] = runForms(forms, inputs, parsed);
  const [float32, ...quantized] = forms.map(({ name }) => name);
  const exact = values.get(float32!)!;
  const runtime = parsed.onnxruntime ? await compareRuntime(bytes, graph, { inputs, exact }) : true;
  if (!parsed.onnxruntime && isFloat32(graph)) {
    print("onnxruntime  not asked for: deno task verify MODEL --onnxruntime compares with it\n");
  }
  printLayers(graph, quantized.map((name) => [name, compareLayers(exact, values.get(name)!)]));
  return sound && runtime ? 0 : 1;
}

async function readFile(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw new UserError(
      `Cannot verify "${path}": ${error instanceof Error ? error.message : error}`,
    );
  }
}

function readGraph(path: string, bytes: Uint8Array): Graph {
  try {
    return readModel(path, bytes);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new UserError(`Cannot verify "${path}": ${error.message}`);
  }
}

function isFloat32({ values }: Graph): boolean {
  return [...values.values()].every(({ type }) => type.quantization.kind === "none");
}

/** Real samples of a suite, or uniform numbers. */
async function inputsOf(
  graph: Graph,
  { samples, seed, suite: name, model, dataDir }: VerifyArguments,
): Promise<Inputs> {
  if (name === undefined) {
    const tensors = graph.inputs.map(({ name, dtype, shape }) => {
      const { uniform } = randomStream(seed, ["verify", name]);
      const bound = bindBatch(shape, samples);
      const data = Float32Array.from({ length: elementCount(bound) }, () => uniform());
      if (dtype === "float32") return [name, tensor(dtype, bound, data)];
      const codes = Uint8Array.from(data, (x) => Math.floor(x * 256));
      if (dtype === "uint8") return [name, tensor(dtype, bound, codes)];
      return [name, tensor("int8", bound, Int8Array.from(codes, (code) => code - 128))];
    });
    return {
      source: `uniform inputs, seed ${seed} (--suite digits takes real ones)`,
      tensors: Object.fromEntries(tensors),
    };
  }
  const suite = await loadSuite(name);
  const { store, folds } = await openSuiteDataset(suite, { dataDir });
  const reader = createInputReader(openSamples(store), inputSettings(suite, { seed }));
  const ids = folds[0]!.evaluationIds.slice(0, samples);
  const inputIds = ids.map((id) => id * reader.perSample);
  const pixels = reader.ofInputs(inputIds, clean);
  const [port, ...others] = graph.inputs;
  const shape = port && bindBatch(port.shape, ids.length);
  if (shape === undefined || others.length > 0 || elementCount(shape) !== pixels.length) {
    throw new UserError(
      `Cannot verify "${model}" on suite "${name}": it must have one input of ` +
        `${pixels.length / ids.length} elements; leave out --suite for uniform inputs`,
    );
  }
  return {
    source: `evaluation samples of ${name}`,
    tensors: { [port!.name]: tensor("float32", shape, pixels) },
  };
}

/** The schemes of a float32 model; static ones take their ranges from these very inputs. */
function quantizedForms(
  graph: Graph,
  { tensors }: Inputs,
  { schemes, weights, samples }: VerifyArguments,
): readonly Form[] {
  const table = () => {
    const ids = Array.from({ length: samples }, (_, id) => id);
    const read = (wanted: readonly number[]) =>
      Float32Array.from(wanted.flatMap((id) =>
        graph.inputs.flatMap(({ name }) => {
          const data = tensors[name]!.data as Float32Array;
          const each = data.length / samples;
          return [...data.subarray(id * each, (id + 1) * each)];
        })
      ));
    const statistics = observe(graph, { read }, { draws: [ids], sizes: [samples] });
    return calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size: samples });
  };
  return schemes.map((kind): Form => {
    if (kind === "float32") return { name: kind, graph };
    const scheme = isCalibrated(kind) ? { kind, weights, table: table() } : { kind, weights };
    return { name: kind, graph: quantize(graph, scheme) };
  });
}

/** Runs every form on both kernel sets; says whether they agree; the values are the first set's. */
function runForms(
  forms: readonly Form[],
  { tensors }: Inputs,
  { samples }: VerifyArguments,
): readonly [boolean, ReadonlyMap<string, LayerValues>] {
  const values = new Map<string, LayerValues>();
  let sound = true;
  for (const { name, graph } of forms) {
    const run = (session: Session) => layerValues(session, tensors, ownLayer(graph));
    const [first, second] = kernelSetNames.map((kernels) =>
      run(prepare(graph, { kernels, batch: samples }))
    );
    const wrong = compareLayers(first!, second!).find(({ maxDifference }) => maxDifference > 0);
    sound &&= wrong === undefined;
    const verdict = wrong === undefined
      ? "equal in every layer, bit for bit"
      : `DIFFER first in "${wrong.layer}", by up to ${wrong.maxDifference}`;
    print(`${name.padEnd(12)} kernel sets ${kernelSetNames.join(" and ")}: ${verdict}`);
    values.set(name, first!);
  }
  print("");
  return [sound, values];
}

/** The float32 name of a value; a port exists twice, and its int8 form is the quantized one. */
function ownLayer(graph: Graph): (value: string) => string | undefined {
  return (value) => graph.values.has(`${value}:int8`) ? undefined : floatName(value);
}

/** Compares the float32 layers that onnxruntime has too. */
async function compareRuntime(
  bytes: Uint8Array,
  graph: Graph,
  { inputs, exact }: { readonly inputs: Inputs; readonly exact: LayerValues },
): Promise<boolean> {
  const { runInOnnxruntime } = await import("../onnxruntime.ts");
  // What only moves elements may move them otherwise: a flattened image is channels last here.
  const moved = originsOf(graph);
  const { version, values } = await runInOnnxruntime(bytes, inputs.tensors, {
    graph,
    layers: [...exact.keys()].filter((layer) => !moved.has(layer)),
  });
  const layers = compareLayers(exact, values);
  const worst = layers.reduce((a, b) => b.relative > a.relative ? b : a);
  const same = worst.relative <= runtimeTolerance;
  const wrong = layers.find(({ relative }) => !(relative <= runtimeTolerance));
  print(
    `onnxruntime-web ${version}: float32 ${
      same ? "agrees" : "DIFFERS"
    } in ${layers.length} layers, ` +
      `the largest difference is ${worst.relative.toPrecision(2)} of the largest value` +
      (wrong ? `; first wrong: "${wrong.layer}"` : "") + "\n",
  );
  return same;
}

/** A line a layer: what each scheme does to it. */
function printLayers(
  graph: Graph,
  columns: readonly (readonly [string, readonly LayerAgreement[]])[],
): void {
  if (columns.length === 0) return;
  const ops = new Map(graph.nodes.map(({ output, op }) => [output, op.kind]));
  const [, first] = columns[0]!;
  const width = Math.max(5, ...first.map(({ layer }) => layer.length));
  const cell = ({ sqnrDb, maxDifference }: LayerAgreement) =>
    maxDifference === 0
      ? "exact"
      : `${sqnrDb?.toFixed(1) ?? "none"} dB, ${maxDifference.toPrecision(2)}`;
  print("SQNR and largest difference to float32:");
  print(
    `${"layer".padEnd(width)}  ${"op".padEnd(16)}${
      columns.map(([name]) => name.padEnd(20)).join("")
    }`.trimEnd(),
  );
  first.forEach(({ layer }) => {
    const cells = columns.map(([, layers]) => {
      const found = layers.find((one) => one.layer === layer);
      return (found ? cell(found) : "").padEnd(20);
    });
    const op = ops.get(layer) ?? "input";
    print(`${layer.padEnd(width)}  ${op.padEnd(16)}${cells.join("")}`.trimEnd());
  });
}
