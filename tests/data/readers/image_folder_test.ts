import { assert, assertEquals } from "@std/assert";
import { encode } from "fast-png";
import {
  type Files,
  readFrom,
  type Refusal,
  refusalOf,
  valuesOf,
  withFiles,
} from "../files/files.ts";

const part = { reader: "images", name: "a", folder: "images" } as const;
const shape = [1, 2, 1];

/** A gray image of two pixels. */
function pixels(...values: readonly [number, number]): Uint8Array {
  return encode({ width: 2, height: 1, channels: 1, data: Uint8Array.from(values) });
}

Deno.test("readImageFolder() orders classes and files by code units", async () => {
  const files: Files = {
    "images/dog/b.png": pixels(5, 6),
    "images/dog/B.PNG": pixels(3, 4),
    "images/dog/10.png": pixels(1, 2),
    "images/dog/.DS_Store": "x",
    "images/dog/Thumbs.db": "x",
    "images/Cat/a.jpeg": pixels(7, 8),
    "images/Cat/é.jpg": pixels(9, 10),
    "images/.git/config": "x",
  };
  await withFiles(files, async (folder) => {
    const read = await readFrom(folder, part, shape);
    assertEquals(valuesOf(read, shape), [7, 8, 9, 10, 1, 2, 3, 4, 5, 6]);
    assertEquals([...read.labels!], [0, 0, 1, 1, 1]);
    assertEquals(read.classNames, ["Cat", "dog"]);
    assert(read.labels!.buffer instanceof SharedArrayBuffer);
    assert(read.part.kind === "images" && read.part.paths[0] === `${folder}/images/Cat/a.jpeg`);
  });
});

Deno.test("readImageFolder() gives no labels without class folders", async () => {
  const files: Files = { "images/b.png": pixels(3, 4), "images/a.png": pixels(1, 2) };
  await withFiles(files, async (folder) => {
    const read = await readFrom(folder, part, shape);
    assertEquals([read.count, read.labels, read.classNames], [2, undefined, undefined]);
    assertEquals(valuesOf(read, shape), [1, 2, 3, 4]);
  });
});

Deno.test("readImageFolder() follows links inside the folder only", async () => {
  const files: Files = {
    "images/a/1.png": pixels(1, 2),
    "images/b/2.png": { link: "../a/1.png" },
    "images/c": { link: "b" },
  };
  await withFiles(files, async (folder) => {
    const read = await readFrom(folder, part, shape);
    assertEquals(valuesOf(read, shape), [1, 2, 1, 2, 1, 2]);
  });
});

Deno.test("readImageFolder() refuses what it cannot read", async () => {
  const at = "Cannot read {folder}/images";
  const one = { "images/a/1.png": pixels(1, 2) };
  const cases: readonly (Partial<Refusal> & { readonly message: string })[] = [
    { files: {}, message: `${at}: there is no such file` },
    { files: { images: "x" }, message: `${at}: ` },
    { files: { "images/": "" }, message: `${at}: it must hold PNG or JPEG files, got none` },
    {
      files: { ...one, "images/2.png": pixels(1, 2) },
      message: `${at}: it must have class folders or PNG or JPEG files, got both (a/ and 2.png)`,
    },
    {
      files: { ...one, "images/b/": "" },
      message:
        `${at}/b: a class folder must hold PNG or JPEG files, got none; fill it, or remove it`,
    },
    {
      files: { ...one, "images/b/.hidden.png": pixels(1, 2) },
      message: `${at}/b: a class folder must hold PNG or JPEG files, got none`,
    },
    {
      files: { ...one, "images/a/b/1.png": pixels(1, 2) },
      message: `${at}/a: a class folder must hold files only, got folder b`,
    },
    {
      files: { ...one, "images/a/readme.txt": "x" },
      message: `${at}/a/readme.txt: the folder of samples must hold PNG or JPEG files only`,
    },
    {
      files: { ...one, "images/labels.csv": "x" },
      message: `${at}/labels.csv: the folder of samples must hold`,
    },
    {
      files: { ...one, "x.png": pixels(1, 2), "images/a/2.png": { link: "../../x.png" } },
      message: `${at}/a/2.png: a link must not leave the folder of samples`,
    },
    {
      files: { ...one, "images2/1.png": pixels(1, 2), "images/b": { link: "../images2" } },
      message: `${at}/b: a link must not leave the folder of samples`,
    },
    {
      files: { ...one, "images/b": { link: "." } },
      message: `${at}/b: a link must not leave the folder of samples`,
    },
    { files: { ...one, "images/a/2.png": { link: "2.png" } }, message: `${at}/a/2.png: ` },
    {
      files: { ...one, "images/a/2.png": { link: "3.png" } },
      message: `${at}/a/2.png: there is no such file`,
    },
    {
      files: { "images/1.png": "" },
      message: `${at}/1.png: it must be a PNG or JPEG image, got an empty file`,
    },
    {
      shape: [2],
      message:
        `${at}: image files are [height, width, channels] of 1 or 3 channels, the data set says [2]`,
    },
    { shape: [1, 2, 4], message: `${at}: image files are` },
    {
      shape: [2, 2, 1],
      message: `${at}/a/1.png: it is 2x1 pixels, the data set says 2x2; resize the images first`,
    },
  ];
  for (const { message, ...row } of cases) {
    const found = await refusalOf({ part, shape, files: one, ...row });
    assertEquals(found?.includes(message), true, `${found}\nmust have\n${message}`);
  }
});
