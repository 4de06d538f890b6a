import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { runMain } from "./in_process.ts";
import { array, linearModel, npz, shapeImages } from "./own_files.ts";
import { changeSuite, suiteJson, withOwnFolder } from "./own_folder.ts";
import { cliIn } from "./cli.ts";
import { shapePng, shapesModel, writeShapeFolder } from "./shapes.ts";

type SuiteJson = Awaited<ReturnType<typeof suiteJson>>;

const shapes = await Deno.readFile(shapesModel);
const count = 240;
const classes = Uint8Array.from({ length: count }, (_, i) => i % 3);

/** A suite in `folder`/mine, of the shapes in an archive beside its suite.json. */
async function makeSuite(
  folder: string,
  { images = shapeImages(count), labels = classes, model = shapes }: {
    readonly images?: Uint8Array | Float32Array;
    readonly labels?: Uint8Array;
    readonly model?: Uint8Array;
  } = {},
): Promise<string> {
  const mine = join(folder, "mine");
  await Deno.mkdir(mine);
  await Deno.writeFile(join(mine, "net.onnx"), model);
  const arrays = {
    x: array([labels.length, 12, 12, 3], images),
    y: array([labels.length], labels),
  };
  await Deno.writeFile(join(mine, "d.npz"), npz(arrays));
  const { code, errors } = await runMain(
    ...["init", mine, "--model", join(mine, "net.onnx"), "--data", join(mine, "d.npz")],
  );
  assertEquals(code, 0, errors);
  return mine;
}

interface Doubtful {
  readonly data?: Parameters<typeof makeSuite>[1];
  readonly change?: (suite: SuiteJson) => unknown;
  readonly says: readonly string[];
}

const ofPreprocessing =
  (preprocessing: Readonly<Record<string, unknown>>) => (suite: SuiteJson) => ({
    ...suite,
    preprocessing: { ...suite.preprocessing, ...preprocessing },
  });

const doubtful: Readonly<Record<string, Doubtful>> = {
  "few samples": {
    data: { images: shapeImages(60), labels: classes.subarray(0, 60) },
    says: [
      "Only 30 samples are evaluated: an accuracy of 90 % is known within 74 to 97 %.",
      "Only 30 samples may calibrate, where sets of 100 and more are usual.",
    ],
  },
  "copies": {
    data: { images: new Uint8Array([...shapeImages(count / 2), ...shapeImages(count / 2)]) },
    says: ["120 of 240 samples are copies of others."],
  },
  "a class that outweighs the others": {
    data: { labels: Uint8Array.from(classes, (label, i) => i < 12 ? label : 0) },
    says: ['of class "0" and', 'so accuracy is mostly that of "0". Even them out.'],
  },
  "a class without samples": {
    change: (suite) => ({
      ...suite,
      dataset: { ...suite.dataset, classes: ["cross", "diamond", "square", "hexagon"] },
      models: [{ name: "four", file: "four.onnx" }],
    }),
    says: ['No evaluated sample is of class "hexagon". Is the list of classes right?'],
  },
  "a wrong normalization": {
    change: ofPreprocessing({ mean: [9], std: [0.1] }),
    says: ["in float32, no better than chance", "Look at preprocessing, labels and the order"],
  },
  "no divisor": {
    change: ofPreprocessing({ divisor: 1 }),
    says: ['and mean 0.485, 0.456, 0.406 is usual for pixels in [0, 1]. Set "divisor" to 255'],
  },
  "a divisor too much": {
    data: { images: Float32Array.from(shapeImages(count), (value) => value / 255) },
    change: ofPreprocessing({ divisor: 255 }),
    says: ["become inputs of the model that differ by 0.0", "Is the divisor, 255, right?"],
  },
  "a white that is too high": {
    data: { images: Float32Array.from(shapeImages(count), (value) => value / 255) },
    change: (suite) => ({ ...suite, dataset: { ...suite.dataset, white: 255 } }),
    says: ["The brightest pixel of 64 samples is 0.", 'Correct "white" of the data.'],
  },
  "a white that is too low": {
    change: (suite) => ({ ...suite, dataset: { ...suite.dataset, white: 1 } }),
    says: ["and white is 1, so shifts clip them."],
  },
  "a softmax": {
    data: {
      model: linearModel(["n", 3, 12, 12], 3, {
        nodes: [
          { op: "Flatten", inputs: ["x"], outputs: ["f"] },
          { op: "MatMul", inputs: ["f", "w"], outputs: ["z"] },
          { op: "Softmax", inputs: ["z"], outputs: ["y"] },
        ],
      }),
    },
    says: ['Model "net" ends in a softmax', "Export it without: its classes are the same."],
  },
};

for (const [name, { data, change, says }] of Object.entries(doubtful)) {
  Deno.test(`validate says that ${name} is doubtful`, async () => {
    await withOwnFolder({}, async (folder) => {
      const mine = await makeSuite(folder, data);
      await Deno.writeFile(join(mine, "four.onnx"), linearModel(["n", 3, 12, 12], 4));
      if (change !== undefined) await changeSuite(mine, change);
      const { code, output, errors } = await runMain("validate", mine);
      assertEquals(code, 0, errors);
      assertStringIncludes(output, "Worth a look before you believe its results:");
      for (const words of says) assertStringIncludes(output, words);
    });
  });
}

Deno.test("validate and run name what has changed since init, and what to do", async () => {
  const part = (suite: SuiteJson) => suite.dataset.parts[0]!;
  const cases: readonly (readonly [(suite: SuiteJson) => unknown, string])[] = [
    [
      (suite) => ({ ...suite, models: [{ ...suite.models[0], sha256: "0".repeat(64) }] }),
      "the suite says SHA-256 000",
    ],
    [
      (suite) => ({ ...suite, models: [{ name: "net", file: "gone.onnx" }] }),
      'Cannot read model "net"',
    ],
    [
      (suite) => ({
        ...suite,
        dataset: { ...suite.dataset, parts: [{ ...part(suite), file: "gone" }] },
      }),
      "put them back, or correct their path in",
    ],
    [
      (suite) => ({
        ...suite,
        dataset: { ...suite.dataset, parts: [{ ...part(suite), values: "z" }] },
      }),
      'it has no array "z"; there are: "x", "y"',
    ],
    [
      (suite) => ({ ...suite, dataset: { ...suite.dataset, shape: [12, 12, 1] } }),
      "its samples must have the shape of the data set, [12, 12, 1], got [12, 12, 3]",
    ],
    [
      (suite) => ({ ...suite, dataset: { ...suite.dataset, shape: [65_536, 65_536] } }),
      "a sample may have 67108864 values",
    ],
    [(suite) => ({ ...suite, preprocessing: {} }), "preprocessing.divisor"],
  ];
  await withOwnFolder({}, async (folder) => {
    const mine = await makeSuite(folder);
    const sound = await suiteJson(mine);
    for (const [change, message] of cases) {
      await changeSuite(mine, () => change(sound));
      for (
        const args of [["validate", mine], ["run", mine, "--quick", "--out", join(folder, "out")]]
      ) {
        const { code, output, errors } = await runMain(...args);
        assertStringIncludes(errors, message);
        assertEquals([code, output], [1, ""], args.join(" "));
        assert(!/\n\s+at /.test(errors), errors);
      }
    }
    assertEquals(await Deno.stat(join(folder, "out")).then(() => true, () => false), false);
  });
});

Deno.test("an image that is damaged after init is named by validate and by a run", async () => {
  await withOwnFolder({ "model.onnx": shapes }, async (folder) => {
    const photos = await writeShapeFolder(join(folder, "photos"), 60);
    const [mine, model] = [join(folder, "mine"), join(folder, "model.onnx")];
    assertEquals((await runMain("init", mine, "--model", model, "--data", photos)).code, 0);
    const victim = join(photos, "diamond", "31.png");
    await Deno.writeFile(victim, shapePng(31).subarray(0, 300));
    const ptqbench = cliIn(folder);
    const results = await Promise.all([
      ptqbench("validate", "mine"),
      // Calibrates on the whole pool and evaluates all others: every image is read.
      ptqbench("run", "mine", "--quiet", "--sizes=30", "--draws=1", "--shifts=gain", "--out=out"),
    ]);
    for (const { code, errors } of results) {
      assertStringIncludes(errors, `Cannot read ${victim}: a PNG image must end`);
      assertEquals(code, 1);
      assert(!/\n\s+at /.test(errors), errors);
    }
  });
});
