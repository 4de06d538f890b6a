import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { Files } from "../data/files/files.ts";
import { runMain } from "./in_process.ts";
import {
  array,
  linearModel,
  normalized,
  npz,
  shapeImages,
  shapeLabels,
  table,
} from "./own_files.ts";
import { withOwnFolder } from "./own_folder.ts";
import { shapePng, shapesModel } from "./shapes.ts";

const shapes = await Deno.readFile(shapesModel);
const images = shapeImages(30);
const nhwc = [30, 12, 12, 3];
const good = npz({ x: array(nhwc, images), y: shapeLabels(30) });
const broken = normalized(images);
broken[7 * 432 + 40] = NaN;

/** What init must refuse: files beside model.onnx, options, and what the error says. */
interface Refused {
  readonly files?: Files;
  readonly args?: readonly string[];
  readonly model?: Uint8Array;
  /** @default {1} */
  readonly code?: 1 | 2;
  readonly errors: readonly string[];
}

const image = (inputs: number, outputs: number) => linearModel([inputs, 3, 12, 12], outputs);

const cases: Readonly<Record<string, Refused>> = {
  "no data": {
    args: ["--model", "model.onnx"],
    code: 2,
    errors: ["--data must be given; type ptqbench init mine --model model.onnx --data photos"],
  },
  "data that are not there": {
    args: ["--model", "model.onnx", "--data", "none"],
    errors: ['--data "none": there is no such file or folder', "it must be a folder of images"],
  },
  "data of another kind": {
    files: { "d.parquet": "PAR1" },
    errors: ['d.parquet": it must be a folder of images (PNG, JPEG)'],
  },
  "a model that is not exported yet": {
    args: ["--model", "model.pt", "--data", "d.npz"],
    errors: ["it must be a float32 .onnx or .tflite file", "torch.onnx.export"],
  },
  "a model that is not there": {
    args: ["--model", "none.onnx", "--data", "d.npz"],
    errors: ['Cannot read model "none" (none.onnx)'],
  },
  "a model that is cut off": {
    model: shapes.subarray(0, 3000),
    errors: ['Cannot use model "model"'],
  },
  "a batch of eight": {
    model: image(8, 3),
    errors: ["must begin with a batch, symbolic or 1, got [8, 3, 12, 12]"],
  },
  "an input of open size": {
    model: linearModel(["n", 3, "h", 12], 3),
    errors: ['only the leading size may be symbolic, got "h"'],
  },
  "two outputs": {
    model: linearModel(["n", 3, 12, 12], 3, { outputs: ["f", "y"] }),
    errors: ["it must have one input and one output, got 1 and 2"],
  },
  "more outputs than classes": {
    model: image(1, 5),
    errors: ["must be [batch, 3], one logit a class (0, 1, 2), got [batch, 5]"],
  },
  "an array of another shape": {
    files: { "d.npz": npz({ x: array([30, 10, 12, 3], images.subarray(0, 10800)) }) },
    errors: ["an array must hold samples of the model's shape, [samples, 12, 12, 3]", "10, 12, 3"],
  },
  "fewer labels than samples": {
    files: { "d.npz": npz({ x: array(nhwc, images), y: shapeLabels(10) }) },
    errors: ["y.npy: it must have a label for each of the 30 samples", "got 10"],
  },
  "fewer labels than samples in a file": {
    files: { "d.npy": array(nhwc, images), "y.npy": shapeLabels(10) },
    args: ["--model", "model.onnx", "--data", "d.npy", "--labels", "y.npy"],
    errors: ["y.npy: it must have a label for each of the 30 samples", "got 10"],
  },
  "labels for a folder": {
    files: { "d/a.png": shapePng(0) },
    args: ["--model", "model.onnx", "--data", "d", "--labels", "y.npy"],
    errors: ["its folders are the classes; leave it out"],
  },
  "a value that is no number": {
    files: { "d.npy": array(nhwc, broken) },
    errors: ["d.npy: values must be finite numbers of float32, got NaN at [1, 1, 1] of sample 7"],
  },
  "an archive that is cut off": {
    files: { "d.npz": good.subarray(0, 9000) },
    errors: ["d.npz: it must be a zip archive; it is cut off"],
  },
  "an empty class folder": {
    files: { "d/a/1.png": shapePng(1), "d/b/": "" },
    errors: ["/d/b: a class folder must hold PNG or JPEG files, got none; fill it, or remove it"],
  },
  "folders in class folders": {
    files: { "d/train/a/1.png": shapePng(1), "d/train/b/2.png": shapePng(2) },
    errors: ["got folder a; where its folders are the classes, name it itself"],
  },
  "a stray file": {
    files: { "d/a/1.png": shapePng(1), "d/a/notes.txt": "" },
    errors: ["notes.txt: the folder of samples must hold PNG or JPEG files only; move it away"],
  },
  "an image that is cut off": {
    files: { "d/1.png": shapePng(1), "d/2.png": shapePng(2).subarray(0, 200) },
    errors: ["2.png: a PNG image must end with an IEND chunk", "it is cut off"],
  },
  "images of another size": {
    files: { "d/1.png": shapePng(1), "d/2.png": shapePng(2) },
    model: linearModel(["n", 3, 16, 16], 3),
    errors: ["1.png: it is 12x12 pixels, the data set says 16x16; resize the images first"],
  },
  "a single image": {
    files: { "d/1.png": shapePng(1) },
    errors: ["Cannot split 1 samples", "take more samples, or evaluate fewer"],
  },
  "images for a model of rows": {
    files: { "d/1.png": shapePng(1) },
    model: linearModel(["n", 432], 3),
    errors: ["the model takes [432], and a folder of images needs [channels, height, width]"],
  },
  "a table of other columns": {
    files: { "d.csv": table(9, "label") },
    model: linearModel(["n", 5], 2),
    errors: [
      "the model takes 5 values, so the table must have 5 columns and one more",
      "a, b, c, label",
    ],
  },
  "a table without a header": {
    files: { "d.csv": "0.5,2,3,0\n4,5,6,1\n" },
    model: linearModel(["n", 3], 2),
    errors: ["its first line must name every column"],
  },
  "a folder that is a file": {
    files: { "d.npz": good, mine: "" },
    errors: ["it must be a folder, and is a file; choose another name"],
  },
  "a folder with a suite": {
    files: { "d.npz": good, "mine/suite.json": "{}" },
    errors: ["there is one already; edit its suite.json, or choose another name"],
  },
  "a folder of other things": {
    files: { "d.npz": good, "mine/thesis.txt": "" },
    errors: ['hold only the model and the data, it has "thesis.txt"; choose another name'],
  },
};

for (const [name, refused] of Object.entries(cases)) {
  Deno.test(`init refuses ${name}, and leaves nothing behind`, async () => {
    const { files = { "d.npz": good }, model = shapes, code = 1, errors } = refused;
    await withOwnFolder({ "model.onnx": model, ...files }, async (root) => {
      const data = Object.keys(files).map((path) => path.split("/")[0]!).find((path) =>
        path !== "mine"
      )!;
      const args = refused.args ?? ["--model", "model.onnx", "--data", data];
      const before = await listing(root);
      const result = await runMain(
        "init",
        join(root, "mine"),
        ...args.map((arg) => ["model.onnx", "y.npy", data].includes(arg) ? join(root, arg) : arg),
      );
      for (const words of errors) assertStringIncludes(result.errors, words);
      assertEquals([result.code, result.output], [code, ""]);
      assert(!/\n\s+at /.test(result.errors), result.errors);
      assertEquals(await listing(root), before);
    });
  });
}

Deno.test("init refuses to make a suite among the samples", async () => {
  await withOwnFolder({ "model.onnx": shapes, "d/a/1.png": shapePng(1) }, async (root) => {
    const data = join(root, "d");
    const { code, errors } = await runMain(
      ...["init", join(data, "mine"), "--model", join(root, "model.onnx"), "--data", data],
    );
    assertStringIncludes(errors, `it must not lie in "${data}", whose files are the samples`);
    assertEquals([code, await listing(data)], [1, ["a", "a/1.png"]]);
  });
});

/** The paths of everything in a folder. */
async function listing(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    paths.push(name);
    if (isDirectory) paths.push(...(await listing(join(folder, name))).map((p) => `${name}/${p}`));
  }
  return paths.toSorted();
}
