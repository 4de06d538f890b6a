/**
 * Files of writeOnnx through onnxruntime itself, where PTQBENCH_PYTHON names a Python that has numpy and
 * onnxruntime.
 */
import { assert } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { writeOnnx } from "../../../src/formats/mod.ts";
import { prepare } from "../../../src/execute/mod.ts";
import { type Graph, ModelError, simplify } from "../../../src/graph/mod.ts";
import { calibrate, defaultCalibrators, observe } from "../../../src/calibrate/mod.ts";
import { infer } from "../../../src/measure/mod.ts";
import { quantize, type Scheme } from "../../../src/quantize/mod.ts";
import { elementsPerSample } from "../../../src/tensor/mod.ts";
import { smallCnn, values } from "../../graphs.ts";
import { randomGraph } from "../../graph/passes/random_graph.ts";

const python = Deno.env.get("PTQBENCH_PYTHON");
const script = fromFileUrl(new URL("../../golden/onnx_run.py", import.meta.url));
const samples = 8;

/** The outputs of a file for `samples` samples, `batch` at a time. */
async function runLive(
  bytes: Uint8Array,
  inputs: Float32Array,
  { folder, batch }: { readonly folder: string; readonly batch: number },
): Promise<Float32Array> {
  const model = join(folder, "model.onnx");
  await Deno.writeFile(model, bytes);
  const process = new Deno.Command(python!, {
    args: [script, model, String(batch)],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new Uint8Array(inputs.buffer as ArrayBuffer));
  await writer.close();
  const { code, stdout, stderr } = await process.output();
  assert(code === 0, new TextDecoder().decode(stderr));
  return new Float32Array(stdout.slice().buffer);
}

/** Schemes of a graph, and how far the largest output may be from a session, as a share of it. */
function schemesOf(graph: Graph): readonly (readonly [Scheme, number])[] {
  const elements = elementsPerSample(graph.inputs[0]!.shape);
  const data = values(16 * elements, { seed: 4 });
  const read = (ids: readonly number[]) =>
    Float32Array.from(ids.flatMap((id) => [...data.subarray(id * elements, (id + 1) * elements)]));
  const ids = Array.from({ length: 16 }, (_, id) => id);
  const statistics = observe(graph, { read }, { draws: [ids], sizes: [16] });
  const table = calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size: 16 });
  const weights = "per-channel";
  return [
    [{ kind: "float32" }, 1e-6],
    [{ kind: "weight-only", weights }, 1e-6],
    [{ kind: "hybrid", weights }, 1e-3],
    [{ kind: "static", weights, table }, 0.03],
    [{ kind: "dynamic-input", weights, table }, 0.03],
    [{ kind: "dynamic", weights }, 0.04],
  ];
}

/** The graph under a scheme; none where the scheme does not allow its pads. */
function quantized(graph: Graph, scheme: Scheme): Graph | undefined {
  try {
    return quantize(graph, scheme);
  } catch (error) {
    if (error instanceof ModelError && /padding of a dynamic value/.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}

const graphs: readonly (readonly [string, Graph])[] = [
  ["a small CNN", smallCnn()],
  ...[1, 22, 68, 106, 123].map((seed) => [`seed ${seed}`, simplify(randomGraph(seed, 8))] as const),
];

for (const [what, graph] of graphs) {
  Deno.test({
    name: `onnxruntime runs the files of ${what} near our sessions (needs PTQBENCH_PYTHON)`,
    ignore: python === undefined,
    fn: async () => {
      const folder = await Deno.makeTempDir();
      const inputs = values(samples * elementsPerSample(graph.inputs[0]!.shape), { seed: 11 });
      for (const [scheme, share] of schemesOf(graph)) {
        const one = quantized(graph, scheme);
        if (one === undefined) continue;
        const ours = infer(prepare(one, { kernels: "reference", batch: samples }), inputs);
        const live = await runLive(writeOnnx(one), inputs, { folder, batch: 1 });
        const largest = ours.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
        const most = ours.reduce((a, y, i) => Math.max(a, Math.abs(y - live[i]!)), 0);
        assert(live.length === ours.length && most <= share * largest, `${scheme.kind}: ${most}`);
      }
      await Deno.remove(folder, { recursive: true });
    },
  });
}
