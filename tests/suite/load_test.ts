import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { type Suite, suiteNames } from "../../src/suite/load.ts";
import { loadModels } from "../../src/suite/models.ts";
import { UserError } from "../../src/suite/error.ts";
import { sha256 } from "../../src/data/mod.ts";
import { modelBytes, type TestTensor } from "../formats/tflite/model_bytes.ts";
import { counting, int8 } from "../formats/tflite/one_operator.ts";

type Shipped = NonNullable<Suite["models"][number]["shipped"]>;

/** A suite of one TensorFlow Lite model, in a folder of its own. */
async function withModel(
  bytes: Uint8Array,
  test: (suite: Suite) => Promise<void>,
  shipped?: Partial<Shipped> & { readonly bytes: Uint8Array },
) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(join(folder, "model.tflite"), bytes);
    if (shipped) await Deno.writeFile(join(folder, "int8.tflite"), shipped.bytes);
    const preprocessing = { divisor: 255, mean: [0], std: [1], layout: "nhwc" } as const;
    const { bytes: _, ...entry } = { file: "int8.tflite", rounding: "tflm", ...shipped } as const;
    const models = [{ name: "model", file: "model.tflite", ...(shipped && { shipped: entry }) }];
    await test(
      { name: "test", metric: "top-1", folder, preprocessing, models } as unknown as Suite,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const use = { data: { shape: [2, 2, 1], classNames: ["a", "b", "c"] }, dataDir: "nowhere" };

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
    const [model] = await loadModels(suite, ["model"], use);
    assertEquals(model!.graph.name, "model");
    assertEquals(model!.graph.inputs[0]!.shape, ["batch", 2, 2, 1]);
    assertEquals(model!.graph.outputs[0]!.shape, ["batch", 3]);
  });
});

const float32 = classifier(x, y, counting("w", 3, 4));
const weights = { ...counting("w", 3, 4), type: "INT8", scales: [1], zeroPoints: [0] } as const;
const quantized = classifier(
  { ...int8(x), name: "image" },
  { ...int8(y), name: "scores" },
  weights,
);

Deno.test("loadModels() reads a shipped model as the suite says, with the float32 model's ports", async () => {
  for (const rounding of ["tflm", "litert-ref"] as const) {
    await withModel(float32, async (suite) => {
      const [model] = await loadModels(suite, ["model"], use);
      const { graph, sha256: own, shipped } = model!;
      assertEquals(shipped!.graph.inputs, graph.inputs);
      assertEquals(shipped!.graph.outputs, graph.outputs);
      assertEquals(shipped!.graph.values.get("x:int8")!.type.dtype, "int8");
      const roundings = shipped!.graph.nodes.map((node) => node.rounding);
      assertEquals(roundings.filter((name) => name !== undefined), [rounding]);
      assertEquals(shipped!.sha256, sha256(quantized));
      assertEquals(own, sha256(float32));
    }, { bytes: quantized, rounding });
  }
});

Deno.test("loadModels() refuses a shipped file that is missing, another one, float32 or unfit", async () => {
  const cases = [
    [{ bytes: quantized, file: "none.tflite" }, 'Cannot read shipped model "model"'],
    [{ bytes: quantized, sha256: "0".repeat(64) }, "the suite says SHA-256 000"],
    [{ bytes: float32 }, "it must be a quantized model, got float32 throughout"],
    [{ bytes: new Uint8Array(20) }, "Cannot read the TensorFlow Lite file"],
    [
      {
        bytes: classifier(
          int8({ ...x, shape: [1, 4, 1, 1] }),
          int8(y),
          weights,
        ),
      },
      "must have the shape of the data, [batch, 2, 2, 1] (nhwc), " +
      "got [batch, 4, 1, 1]",
    ],
  ] as const;
  for (const [shipped, rule] of cases) {
    await withModel(float32, async (suite) => {
      const load = () => loadModels(suite, ["model"], use);
      await assertRejects(load, UserError, rule);
      await assertRejects(load, UserError, 'shipped model "model"');
    }, shipped);
  }
});

Deno.test("loadModels() refuses a .tflite file that is int8 already, or no model", async () => {
  const cases = [
    [
      classifier(int8(x), int8(y), weights),
      'must be a float32 model, which the schemes quantize, got int8 for "x"',
    ],
    [new Uint8Array(20), "Cannot read the TensorFlow Lite file"],
  ] as const;
  for (const [bytes, rule] of cases) {
    await withModel(bytes, async (suite) => {
      await assertRejects(() => loadModels(suite, ["model"], use), UserError, rule);
    });
  }
});

Deno.test("loadModels() asks of a fidelity model that its largest output can be named", async () => {
  const wide = (outputs: number) => {
    const weights = { ...counting("w", 3, 4), shape: [outputs, 4] };
    return classifier(
      x,
      { ...y, shape: [1, outputs] },
      { ...weights, data: new Uint8Array(16 * outputs) },
    );
  };
  for (const outputs of [2 ** 16, 2 ** 16 + 1]) {
    await withModel(wide(outputs), async (suite) => {
      const load = () => loadModels({ ...suite, metric: "fidelity" }, ["model"], use);
      if (outputs === 2 ** 16) await load();
      else await assertRejects(load, UserError, "must have at most 65536 elements");
    });
  }
});

Deno.test("suiteNames() lists the folders that hold a suite.json, sorted", async () => {
  const root = await Deno.makeTempDir();
  try {
    for (const name of ["b", "a", "__pycache__"]) await Deno.mkdir(join(root, name));
    for (const path of ["b/suite.json", "a/suite.json", "suite.json", "__pycache__/x.pyc"]) {
      await Deno.writeTextFile(join(root, path), "{}");
    }
    assertEquals(await suiteNames(root), ["a", "b"]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
  assertEquals((await suiteNames()).includes("digits"), true);
});
