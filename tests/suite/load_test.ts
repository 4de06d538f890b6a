import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { loadModels, type Suite } from "../../src/suite/load.ts";
import { UserError } from "../../src/suite/error.ts";
import { modelBytes, type TestTensor } from "../formats/tflite/model_bytes.ts";
import { counting, int8 } from "../formats/tflite/one_operator.ts";

/** A suite of one TensorFlow Lite model, in a folder of its own. */
async function withModel(bytes: Uint8Array, test: (suite: Suite) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(join(folder, "model.tflite"), bytes);
    const preprocessing = { divisor: 255, mean: [0], std: [1], layout: "nhwc" } as const;
    const models = [{ name: "model", file: "model.tflite" }];
    await test({ name: "test", folder, preprocessing, models } as unknown as Suite);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const data = { shape: [2, 2, 1], classes: 3 };

/** A fully connected layer of a [1, 2, 2, 1] image, its leading size fixed as in old files. */
function classifier(...tensors: readonly [x: TestTensor, y: TestTensor, weights: TestTensor]) {
  const [x, y, weights] = tensors;
  return modelBytes({
    tensors: [x, weights, y],
    operators: [{ code: 9, inputs: [0, 1], outputs: [2] }],
  });
}

const x = { name: "x", shape: [1, 2, 2, 1] };
const y = { name: "y", shape: [1, 3] };

Deno.test("loadModels() reads a .tflite file, a leading 1 as its batch", async () => {
  await withModel(classifier(x, y, counting("w", 3, 4)), async (suite) => {
    const [model] = await loadModels(suite, ["model"], data);
    assertEquals(model!.graph.name, "model");
    assertEquals(model!.graph.inputs[0]!.shape, ["batch", 2, 2, 1]);
    assertEquals(model!.graph.outputs[0]!.shape, ["batch", 3]);
  });
});

Deno.test("loadModels() refuses a .tflite file that is int8 already, or no model", async () => {
  const weights = { ...counting("w", 3, 4), type: "INT8", scales: [1], zeroPoints: [0] } as const;
  const cases = [
    [
      classifier(int8(x), int8(y), weights),
      'must be a float32 model, which the schemes quantize, got int8 for "x"',
    ],
    [new Uint8Array(20), "Cannot read the TensorFlow Lite file"],
  ] as const;
  for (const [bytes, rule] of cases) {
    await withModel(bytes, async (suite) => {
      await assertRejects(() => loadModels(suite, ["model"], data), UserError, rule);
    });
  }
});
