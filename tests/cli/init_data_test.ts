import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { Files } from "../data/files/files.ts";
import { runMain } from "./in_process.ts";
import {
  array,
  grayIdx,
  linearModel,
  normalized,
  npz,
  planes,
  shapeImages,
  shapeJpeg,
  shapeLabels,
  table,
  toneWav,
} from "./own_files.ts";
import { suiteJson, withOwnFolder } from "./own_folder.ts";
import { shapeNames, shapePng, shapesModel } from "./shapes.ts";

const count = 150;
const images = shapeImages(count);
const labels = shapeLabels(count);
const nhwc = [count, 12, 12, 3];
const shapes = await Deno.readFile(shapesModel);
const imagenet = { divisor: 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const asTheyAre = { divisor: 1, mean: [0], std: [1] };

/** Data that init understands. */
interface Kind {
  readonly files: Files;
  /** What is named as --data, and as other options. */
  readonly args: readonly string[];
  /** @default the model of the shapes */
  readonly model?: Uint8Array;
  readonly domain: string;
  readonly part: Readonly<Record<string, unknown>>;
  readonly metric?: "fidelity";
  readonly preprocessing?: Readonly<Record<string, unknown>>;
  /** What is said of it. */
  readonly says: string;
}

const kinds: Readonly<Record<string, Kind>> = {
  "JPEG files, a folder a class": {
    files: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`d/${shapeNames[i % 3]}/${i}.JPG`, shapeJpeg(i)]),
    ),
    args: ["d"],
    domain: "image",
    part: { reader: "images", folder: "d" },
    says: "3 classes: cross, diamond, square",
  },
  "PNG files without labels": {
    files: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`d/${i}.png`, shapePng(i)])),
    args: ["d"],
    domain: "image",
    part: { reader: "images", folder: "d" },
    metric: "fidelity",
    preprocessing: { ...asTheyAre, divisor: 255 },
    says: "none, so agreement with float32 is measured (fidelity); a folder a class gives labels",
  },
  "bytes in .npz": {
    files: { "d.npz": npz({ x: array(nhwc, images), y: labels }) },
    args: ["d.npz"],
    domain: "image",
    part: { reader: "npz", file: "d.npz", values: "x", labels: "y", order: "as-stored" },
    preprocessing: imagenet,
    says: 'from array "x" of',
  },
  "planes in a compressed .npz": {
    files: { "d.npz": npz({ images: array([count, 3, 12, 12], planes(images)), labels }, 6) },
    args: ["d.npz"],
    domain: "image",
    part: { reader: "npz", values: "images", labels: "labels", order: "planes-first" },
    preprocessing: imagenet,
    says: "images of bytes from 0 to 255",
  },
  "training and test arrays in one .npz": {
    files: {
      "d.npz": npz({
        y_test: shapeLabels(9),
        x_train: array(nhwc, images),
        x_test: array([9, 12, 12, 3], images.subarray(0, 9 * 432)),
        y_train: labels,
      }),
    },
    args: ["d.npz"],
    domain: "image",
    part: { reader: "npz", values: "x_train", labels: "y_train" },
    preprocessing: imagenet,
    says: 'array "x_train"',
  },
  "floats from 0 to 1": {
    files: {
      "d.npz": npz({ x: array(nhwc, Float32Array.from(images, (v) => v / 255)), y: labels }),
    },
    args: ["d.npz"],
    domain: "image",
    part: { reader: "npz" },
    preprocessing: { ...imagenet, divisor: 1 },
    says: "images of values from 0 to 1",
  },
  "normalized floats": {
    files: { "d.npz": npz({ x: array(nhwc, normalized(images)), y: labels }) },
    args: ["d.npz"],
    domain: "vector",
    part: { reader: "npz" },
    preprocessing: asTheyAre,
    says: "if they are images, give them as they were before normalization",
  },
  ".npy with labels": {
    files: { "d.npy": array(nhwc, images), "y.npy": labels },
    args: ["d.npy", "--labels", "y.npy"],
    domain: "image",
    part: { reader: "npy", values: "d.npy", labels: "y.npy", order: "as-stored" },
    preprocessing: imagenet,
    says: "3 classes: 0, 1, 2",
  },
  ".csv with a class in the last column": {
    files: { "d.csv": table(40, "answer") },
    args: ["d.csv"],
    model: linearModel(["n", 3], 2),
    domain: "vector",
    part: { reader: "csv", file: "d.csv", label: "answer" },
    preprocessing: asTheyAre,
    says: "2 classes: no, yes",
  },
  "gray IDX": {
    files: { "d-idx3-ubyte": grayIdx(40) },
    args: ["d-idx3-ubyte"],
    model: linearModel([1, 1, 12, 12], 10),
    domain: "image",
    part: { reader: "idx", values: "d-idx3-ubyte" },
    metric: "fidelity",
    says: "40 of 12 x 12 x 1, images of bytes",
  },
  "WAV files": {
    files: { "d/high/a.wav": toneWav(900), "d/low/b.wav": toneWav(200) },
    args: ["d"],
    model: linearModel(["n", 49, 10, 1], 2),
    domain: "audio",
    part: { reader: "wav", folder: "d" },
    preprocessing: { ...asTheyAre, layout: "nhwc" },
    says: "features of audio",
  },
};

for (const [name, kind] of Object.entries(kinds)) {
  Deno.test(`init understands ${name}, and what it writes is valid`, async () => {
    await withOwnFolder({ "model.onnx": kind.model ?? shapes, ...kind.files }, async (root) => {
      const args = kind.args.map((arg) => arg.startsWith("--") ? arg : join(root, arg));
      const mine = join(root, "mine");
      const made = await runMain(
        "init",
        mine,
        "--model",
        join(root, "model.onnx"),
        "--data",
        ...args,
      );
      assertEquals(made.code, 0, made.errors);
      assertStringIncludes(made.output, kind.says);
      const { dataset, metric, preprocessing, ladders } = await suiteJson(mine);
      const [part] = dataset.parts;
      for (const [key, value] of Object.entries(kind.part)) {
        const isPath = ["file", "folder"].includes(key) ||
          (part!.reader !== "npz" && ["values", "labels"].includes(key));
        assertEquals(part![key], isPath ? join(root, String(value)) : value, key);
      }
      assertEquals([dataset.domain, metric], [kind.domain, kind.metric ?? "top-1"]);
      assertEquals(ladders === undefined, kind.domain === "image");
      for (const [key, value] of Object.entries(kind.preprocessing ?? {})) {
        assertEquals(preprocessing[key], value, key);
      }
      const valid = await runMain("validate", mine);
      assertEquals(valid.code, 0, valid.errors);
    });
  });
}
