/**
 * Writes what onnx_export.py reads: `deno run --allow-read --allow-write --allow-env
 * tests/golden/onnx_export.ts DIR`. For each model of the digits suite and each scheme, min-max on 500
 * samples: `MODEL-SCHEME.onnx`, and `MODEL-SCHEME.f32`, the outputs of our session on the evaluation
 * samples, whose inputs are `inputs.f32`. Of static also `MODEL-uint8.onnx`, and the codes of every layer
 * on the first samples as `MODEL-INDEX.i8`. `MODEL.json` lists hashes and layers.
 */
import { join } from "@std/path";
import { writeOnnx } from "../../src/formats/mod.ts";
import { prepare } from "../../src/execute/mod.ts";
import { type Graph, valueOf } from "../../src/graph/mod.ts";
import { infer } from "../../src/measure/mod.ts";
import { sampleShape, tensor } from "../../src/tensor/mod.ts";
import { digitsStatic } from "../formats/onnx/digits_static.ts";
import { graphSha256 } from "../formats/onnx/graph_hash.ts";

/** Samples whose layers are compared. */
const layerSamples = 50;

const folder = Deno.args[0]!;
await Deno.mkdir(folder, { recursive: true });
const { models, inputs } = await digitsStatic();
await write("inputs.f32", inputs);
for (const { name, float32, fixed, others } of models) {
  await Deno.writeFile(join(folder, `${name}-uint8.onnx`), writeOnnx(fixed, { codes: "uint8" }));
  const schemes: Record<string, string> = {};
  for (const [scheme, graph] of Object.entries({ float32, static: fixed, ...others })) {
    const file = writeOnnx(graph);
    schemes[scheme] = graphSha256(file);
    await Deno.writeFile(join(folder, `${name}-${scheme}.onnx`), file);
    const outputs = infer(prepare(graph, { kernels: "wasm", batch: 50 }), inputs);
    await write(`${name}-${scheme}.f32`, outputs);
  }
  const layers = codesOf(fixed);
  for (const [index, { codes }] of layers.entries()) await write(`${name}-${index}.i8`, codes);
  const listed = layers.map(({ value, shape }) => ({
    value,
    shape,
    inputs: sourcesOf(fixed, value),
  }));
  const description = { schemes, layers: listed };
  await Deno.writeTextFile(join(folder, `${name}.json`), JSON.stringify(description));
}

/** The values that a value is computed from, behind what only moves them. */
function sourcesOf(graph: Graph, value: string): readonly string[] {
  const node = graph.nodes.find(({ output }) => output === value)!;
  const origin = (name: string): string => {
    const maker = graph.nodes.find(({ output }) => output === name);
    return maker?.op.kind === "reshape" ? origin(maker.inputs[0]!) : name;
  };
  return node.inputs.filter((name) => valueOf(graph, name).constant === undefined).map(origin);
}

/** The codes of each value that is computed, not only moved, on the first samples. */
function codesOf(graph: Graph) {
  const moved = new Set(
    graph.nodes.filter(({ op }) => op.kind === "reshape").map(({ output }) => output),
  );
  const layers: { value: string; shape: readonly number[]; codes: Int8Array }[] = [];
  const shape = [layerSamples, 1, 28, 28];
  const data = inputs.slice(0, layerSamples * 784);
  prepare(graph, { kernels: "wasm", batch: layerSamples }).run(
    { input: tensor("float32", shape, data) },
    {
      tap: (value, codes) => {
        if (!(codes instanceof Int8Array) || moved.has(value)) return;
        const own = [layerSamples, ...sampleShape(valueOf(graph, value).type.shape)];
        const length = own.reduce((product, axis) => product * axis, 1);
        layers.push({ value, shape: own, codes: codes.slice(0, length) });
      },
    },
  );
  return layers;
}

async function write(file: string, data: Float32Array | Int8Array): Promise<void> {
  const bytes = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  await Deno.writeFile(join(folder, file), bytes);
}
