/**
 * Whole static int8 models, one thread each: our session against onnxruntime-node on the same model,
 * written as QDQ.
 *
 *     deno task bench:models [--rounds N] [--block-ms N] [MODEL.onnx|MODEL.tflite ...]
 */
import { parseArgs } from "@std/cli";
import { basename, fromFileUrl } from "@std/path";
import { representedRange } from "../../src/affine/mod.ts";
import { calibrate, defaultCalibrators, observe } from "../../src/calibrate/mod.ts";
import { note, print } from "../../src/cli/terminal.ts";
import { parseInteger } from "../../src/cli/values.ts";
import { randomStream } from "../../src/data/mod.ts";
import { prepare } from "../../src/execute/mod.ts";
import { readModel, writeOnnx } from "../../src/formats/mod.ts";
import { float32Ports, type Graph, valueOf } from "../../src/graph/mod.ts";
import { quantize } from "../../src/quantize/mod.ts";
import { UsageError, UserError } from "../../src/suite/error.ts";
import { bindBatch, elementCount, type Tensor, tensor } from "../../src/tensor/mod.ts";
import { alternate } from "./alternate.ts";
import { type ModelSession, openModel } from "./onnxruntime.ts";
import { ratios, summarize, type Summary } from "./ratios.ts";

const digits = ["mlp", "lenet5", "dscnn", "resnet8"].map((name) =>
  fromFileUrl(new URL(`../../suites/digits/models/${name}.onnx`, import.meta.url))
);

const batches = [1, 32] as const;

/** Samples that a float32 model is calibrated on: which ranges it has changes no time. */
const calibrationSamples = 32;

async function main(): Promise<void> {
  const parsed = parseArgs(Deno.args, {
    string: ["rounds", "block-ms", "_"],
    unknown: (arg, key) => {
      if (key === undefined) return true;
      throw new UsageError(`Cannot use "${arg}": it must be --rounds N, --block-ms N or a model`);
    },
  });
  const number = (name: string, otherwise: string, min: number) => {
    const value: unknown = parsed[name];
    return parseInteger(name, typeof value === "string" ? value : otherwise, { min });
  };
  const options = { rounds: number("rounds", "25", 6), blockMs: number("block-ms", "20", 1) };
  const paths = parsed._.length > 0 ? parsed._.map(String) : digits;
  print(
    "| model | batch | ours, us a sample | onnxruntime-node, us a sample | ours is faster by |",
  );
  print("| --- | ---: | ---: | ---: | --- |");
  for (const path of paths) {
    const graph = staticModel(readModel(path, await Deno.readFile(path)));
    for (const batch of batches) {
      note(`${basename(path)}, batch ${batch}`);
      const { ours, peer, ratio } = await compare(graph, { batch, ...options });
      const interval = ratio.interval
        ? ` [${ratio.interval.lo.toPrecision(3)}, ${ratio.interval.hi.toPrecision(3)}]`
        : "";
      print(
        `| ${basename(path)} | ${batch} | ${ours.toPrecision(3)} | ${peer.toPrecision(3)} | ` +
          `${ratio.median.toPrecision(3)}${interval} |`,
      );
    }
  }
}

/** The model as static int8 between float32 ports; a float32 one is quantized on random inputs. */
function staticModel(graph: Graph): Graph {
  const isFloat32 = [...graph.values.values()].every(({ type }) =>
    type.quantization.kind === "none"
  );
  if (!isFloat32) return float32Ports(graph);
  const { uniform } = randomStream(0, ["bench", graph.name]);
  const each = graph.inputs.reduce((sum, { shape }) => sum + elementCount(bindBatch(shape, 1)), 0);
  const ids = Array.from({ length: calibrationSamples }, (_, id) => id);
  const read = (wanted: readonly number[]) =>
    Float32Array.from({ length: wanted.length * each }, uniform);
  const statistics = observe(graph, { read }, {
    draws: [ids],
    sizes: [calibrationSamples],
    kernels: "wasm",
  });
  const table = calibrate(statistics, defaultCalibrators["min-max"], {
    draw: 0,
    size: calibrationSamples,
  });
  return quantize(graph, { kind: "static", weights: "per-channel", table });
}

/** Times both on the same inputs, in one run; the ratio is theirs over ours, round by round. */
async function compare(
  graph: Graph,
  { batch, rounds, blockMs }: {
    readonly batch: number;
    readonly rounds: number;
    readonly blockMs: number;
  },
): Promise<{ readonly ours: number; readonly peer: number; readonly ratio: Summary }> {
  const { uniform } = randomStream(1, ["bench", graph.name]);
  const inputs: Record<string, Tensor<"float32">> = Object.fromEntries(
    graph.inputs.map(({ name, shape }) => {
      const bound = bindBatch(shape, batch);
      const { lo, hi } = inputRange(graph, name);
      const data = Float32Array.from(
        { length: elementCount(bound) },
        () => lo + (hi - lo) * uniform(),
      );
      return [name, tensor("float32", bound, data)];
    }),
  );
  const session = prepare(graph, { kernels: "wasm", batch });
  // uint8 codes are the form that onnxruntime fuses entirely on x86.
  const peer = await openModel("onnxruntime-node", writeOnnx(graph, { codes: "uint8" }), inputs);
  try {
    await checkAgreement(graph, session.run(inputs), peer);
    const times = await alternate([
      {
        name: "ours",
        run: (count) => {
          for (let i = 0; i < count; i++) session.run(inputs);
        },
      },
      {
        name: "peer",
        run: async (count) => {
          for (let i = 0; i < count; i++) await peer.run();
        },
      },
    ], { rounds, blockMs, warmupMs: 300, seed: 0, nowMs: () => performance.now() });
    const us = (ms: readonly number[]) => summarize(ms).median * 1000 / batch;
    return {
      ours: us(times.ours),
      peer: us(times.peer),
      ratio: summarize(ratios(times.peer, times.ours)),
    };
  } finally {
    await peer.close();
  }
}

/** What the codes of an input can represent. */
function inputRange(graph: Graph, name: string): { readonly lo: number; readonly hi: number } {
  const { quantization } = valueOf(graph, `${name}:int8`).type;
  return quantization.kind === "static" && quantization.granularity === "per-tensor"
    ? representedRange(quantization.parameters)
    : { lo: 0, hi: 1 };
}

/** The share of outputs that may differ by more than a tenth of the largest. */
const disagreementMax = 0.05;

/** What is timed must compute the same: outputs near each other, but for roundings. */
async function checkAgreement(
  graph: Graph,
  ours: Readonly<Record<string, Tensor>>,
  peer: ModelSession,
): Promise<void> {
  const theirs = await peer.run();
  for (const { name } of graph.outputs) {
    const expected = ours[name]!.data as Float32Array;
    const actual = theirs[name] as Float32Array;
    const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const wrong = expected.reduce(
      (count, x, i) => Math.abs(x - actual[i]!) > largest / 10 ? count + 1 : count,
      0,
    );
    if (wrong > disagreementMax * expected.length) {
      throw new UserError(
        `Cannot compare "${graph.name}": onnxruntime must give the same, ${wrong} of ` +
          `${expected.length} elements of "${name}" are far from ours`,
      );
    }
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  note(error.message);
  Deno.exitCode = error instanceof UsageError ? 2 : 1;
}
