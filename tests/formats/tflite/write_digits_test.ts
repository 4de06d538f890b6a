import { assert, assertEquals } from "@std/assert";
import { readTflite, writeTflite } from "../../../src/formats/mod.ts";
import type { Graph } from "../../../src/graph/mod.ts";
import { decoded, difference, type EncodedTensor, fixture, fixtureJson } from "./goldens.ts";
import {
  description,
  Digits,
  float32Model,
  granularities,
  models,
  rewritten,
  runDigits,
  sha256,
  staticModel,
  weightOnlyModel,
} from "./write_digits.ts";
import { sharedData } from "../../shared_data.ts";
import { sameGraph } from "./same_graph.ts";

/** What tests/golden/tflite_export.py keeps of a file. */
interface Written {
  readonly fileSha256: string;
  readonly operators: Readonly<Record<string, number>>;
  /** Of all outputs of the reference kernels, where the activations are int8. */
  readonly outputSha256?: string;
  /** The first outputs of the reference kernels, where the activations are float32. */
  readonly output?: EncodedTensor;
}

/** Outputs of 2,000 that profile `tflm` gives otherwise than `litert-ref`: fully connected layers. */
const tflmDifferences: Readonly<Record<string, number>> = {
  "mlp_per-channel": 10,
  "mlp_tflite": 11,
  "lenet5_per-channel": 8,
  "lenet5_tflite": 12,
  "dscnn_per-channel": 2,
  "dscnn_tflite": 0,
  "resnet8_per-channel": 1,
  "resnet8_tflite": 3,
};

const written = fixtureJson<Written>("written.json");
const inputs = (await Digits.load()).evaluation();

/** The file of a graph, once it is the one that TensorFlow Lite ran. */
async function writtenFile(name: string, graph: Graph): Promise<Uint8Array> {
  const bytes = writeTflite(graph, { description });
  assertEquals(await sha256(bytes), written[name]!.fileSha256, "not the file that was run");
  return bytes;
}

for (const model of models) {
  for (const weights of granularities) {
    const name = `${model}_${weights}`;
    Deno.test(`writeTflite() writes ${name}, which TensorFlow Lite 2.21 runs as the session bit for bit`, async () => {
      const graph = staticModel(model, weights);
      await writtenFile(name, graph);
      const outputs = runDigits(graph, inputs, { rounding: "litert-ref" });
      assertEquals(await sha256(outputs), written[name]!.outputSha256);
      const tflm = runDigits(graph, inputs, { rounding: "tflm" });
      const different = tflm.filter((output, i) => output !== outputs[i]).length;
      assertEquals(different, tflmDifferences[name]);
    });

    Deno.test(`readTflite() reads ${name} as it was before it was written`, () => {
      const graph = staticModel(model, weights);
      const bytes = writeTflite(graph, { description });
      const again = readTflite(bytes);
      const padded = again.nodes.filter(({ op }) => op.kind === "pad").length;
      assertEquals(padded, { mlp: 0, lenet5: 0, dscnn: 1, resnet8: 2 }[model]);
      if (padded === 0) sameGraph(again, graph);
      assertEquals(writeTflite(again, { description }), bytes);
      const count = 20;
      assertEquals(
        runDigits(again, inputs, { count }),
        runDigits(graph, inputs, { count }),
      );
    });
  }

  for (
    const [variant, build] of [["float32", float32Model], ["weight-only", weightOnlyModel]] as const
  ) {
    const name = `${model}_${variant}`;
    Deno.test(`writeTflite() writes ${name}, which TensorFlow Lite 2.21 runs as the session within 1e-4`, async () => {
      const graph = build(model);
      const bytes = await writtenFile(name, graph);
      const expected = decoded(written[name]!.output!);
      const [count] = expected.shape as readonly [number];
      const close = (outputs: Float32Array) =>
        difference({ ...expected, dtype: "float32", data: outputs }, expected).largest < 1e-4;
      assert(close(runDigits(graph, inputs, { count })), "the session");
      assert(close(runDigits(readTflite(bytes), inputs, { count })), "read again");
    });
  }
}

for (const name of rewritten) {
  Deno.test(`writeTflite() gives back ${name} as it was read`, async () => {
    const graph = readTflite(fixture(`${name}.tflite`));
    const bytes = await writtenFile(name, graph);
    sameGraph(readTflite(bytes), graph);
  });
}

const shared = sharedData("mlperf-tiny");
Deno.test({
  name: "writeTflite() gives back the MLPerf Tiny models as they were read, needs shared data",
  ignore: shared === undefined,
  fn: () => {
    const files = [...Deno.readDirSync(shared!)].filter(({ name }) => name.endsWith(".tflite"));
    assertEquals(files.length, 7);
    for (const { name } of files) {
      const graph = readTflite(Deno.readFileSync(`${shared}/${name}`));
      sameGraph(readTflite(writeTflite(graph)), graph);
    }
  },
});

Deno.test("the written files hold every operator that is written but RELU_N1_TO_1", () => {
  const found = Object.values(written).flatMap(({ operators }) => Object.keys(operators));
  assertEquals([...new Set(found)].sort(), [
    "ADD 1",
    "ADD 2",
    "AVERAGE_POOL_2D 1",
    "AVERAGE_POOL_2D 2",
    "CONCATENATION 1",
    "CONCATENATION 2",
    "CONV_2D 1",
    "CONV_2D 3",
    "DEPTHWISE_CONV_2D 1",
    "DEPTHWISE_CONV_2D 3",
    "DEQUANTIZE 2",
    "DEQUANTIZE 5",
    "FULLY_CONNECTED 1",
    "FULLY_CONNECTED 4",
    "HARD_SWISH 1",
    "LEAKY_RELU 1",
    "LOGISTIC 1",
    "LOGISTIC 2",
    "MAX_POOL_2D 1",
    "MAX_POOL_2D 2",
    "MEAN 1",
    "MEAN 2",
    "MUL 1",
    "MUL 2",
    "PAD 1",
    "PAD 2",
    "QUANTIZE 1",
    "RELU 1",
    "RELU 2",
    "RELU6 1",
    "RELU6 2",
    "RESHAPE 1",
    "SOFTMAX 1",
    "SOFTMAX 2",
    "SUB 1",
    "SUB 2",
    "TANH 1",
    "TANH 2",
    "TRANSPOSE 1",
    "TRANSPOSE 2",
  ]);
});
