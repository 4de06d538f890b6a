import { deflateSync, gzipSync } from "node:zlib";
import { assert } from "@std/assert";
import { encode as encodePng } from "fast-png";
import { zipSync } from "fflate";
import { picker } from "../../../bench/mutations.ts";
import type { PartDescription } from "../../../src/data/dataset_schema.ts";
import { DataError } from "../../../src/data/error.ts";
import { decodeImage } from "../../../src/data/images/decode.ts";
import {
  fromBase64,
  golden,
  idx,
  npy,
  png,
  readFrom,
  valuesOf,
  withFiles,
} from "../files/files.ts";

const seed = 20_240_607;

/** A file that is damaged, and how it is read. */
interface Target {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly part: PartDescription;
  readonly shape: readonly number[];
}

const elements = Uint8Array.from({ length: 60 }, (_, at) => at * 41);
const array = npy({ shape: "(5, 12)" }, elements);
const floats = npy({ descr: "'<f4'", shape: "(5, 3)" }, elements);
const records = Uint8Array.from({ length: 2 * 3073 }, (_, at) => at % 3073 === 0 ? 3 : at);
const table = 'a,b,kind\n1,2.5,cat\n-3,4e2,dog\n5,"6",cat\n';

const targets: readonly Target[] = [
  {
    name: "idx",
    bytes: idx([5, 12], elements),
    part: { reader: "idx", name: "a", values: "x" },
    shape: [12],
  },
  {
    name: "idx.gz",
    bytes: new Uint8Array(gzipSync(idx([5, 12], elements))),
    part: { reader: "idx", name: "a", values: "x" },
    shape: [12],
  },
  {
    name: "idx labels",
    bytes: idx([12], elements.subarray(0, 12)),
    part: { reader: "idx", name: "a", values: "good", labels: "x" },
    shape: [5],
  },
  {
    name: "npy",
    bytes: array,
    part: { reader: "npy", name: "a", values: "x", order: "as-stored" },
    shape: [12],
  },
  {
    name: "npy of floats",
    bytes: floats,
    part: { reader: "npy", name: "a", values: "x", order: "as-stored" },
    shape: [3],
  },
  {
    name: "npz, stored",
    bytes: fromBase64(golden.npz.stored),
    part: { reader: "npz", name: "a", file: "x", values: "x", labels: "y", order: "as-stored" },
    shape: [3],
  },
  {
    name: "npz, deflated",
    bytes: new Uint8Array(zipSync({ "x.npy": array })),
    part: { reader: "npz", name: "a", file: "x", values: "x", order: "as-stored" },
    shape: [12],
  },
  {
    name: "cifar",
    bytes: records,
    part: { reader: "cifar", name: "a", file: "x" },
    shape: [32, 32, 3],
  },
  {
    name: "csv",
    bytes: new TextEncoder().encode(table),
    part: { reader: "csv", name: "a", file: "x", label: "kind" },
    shape: [2],
  },
];

const pixels = Uint8Array.from({ length: 8 * 16 * 3 }, (_, at) => at * 53);
const image = { width: 16, height: 8, channels: 3, data: pixels };
const images: readonly (readonly [string, Uint8Array])[] = [
  ["png", encodePng(image)],
  ["interlaced png", encodePng(image, { interlace: "Adam7" })],
  ["jpeg", fromBase64(golden.jpeg.rgb.file)],
  ["progressive jpeg", fromBase64(golden.jpeg.progressive.file)],
  ["halved jpeg", fromBase64(golden.jpeg.halved.file)],
];

/** A copy with up to four bytes changed, or cut off, or both. */
function damaged(bytes: Uint8Array, number: number): Uint8Array<ArrayBuffer> {
  const pick = picker((Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) | 1);
  for (let warmUp = 0; warmUp < 8; warmUp++) pick(2);
  const cut = pick(4) === 0;
  const copy = bytes.slice(0, cut ? pick(bytes.length) : bytes.length);
  if (copy.length === 0) return copy;
  for (let change = pick(4) + (cut ? 0 : 1); change > 0; change--) {
    const at = pick(copy.length);
    copy[at] = pick(2) === 0 ? copy[at]! ^ (1 << pick(8)) : [0, 0xff, 0x7f, 0x80][pick(4)]!;
  }
  return copy;
}

for (const { name, bytes, part, shape } of targets) {
  Deno.test(`readPart() gives samples or a DataError for damaged files: ${name}`, async () => {
    await withFiles({ good: idx([12, 5], elements) }, async (folder) => {
      let refused = 0;
      for (let number = 0; number < 400; number++) {
        await Deno.writeFile(`${folder}/x`, damaged(bytes, number));
        try {
          const found = await readFrom(folder, part, shape);
          valuesOf(found, shape);
        } catch (error) {
          assert(error instanceof DataError, `file ${number} of seed ${seed}: ${error}`);
          refused++;
        }
      }
      assert(refused > 50, `${refused} refused`);
    });
  });
}

/** PNG images whose palette, transparency and pixels are damaged and whose checksums are right. */
function palettePng(number: number): Uint8Array {
  return png({
    width: 16,
    height: 8,
    depth: 4,
    type: 3,
    scanlines: damaged(new Uint8Array(8 * 9), number),
    before: [["PLTE", damaged(pixels.subarray(0, 48), number + 1)], [
      "tRNS",
      damaged(new Uint8Array(16).fill(255), number + 2),
    ]],
  });
}

function packedPng(number: number): Uint8Array {
  const packed = new Uint8Array(deflateSync(new Uint8Array(8 * 49).map((_, at) => at % 49 && at)));
  const scanlines = new Uint8Array(0);
  return png({
    width: 16,
    height: 8,
    depth: 8,
    type: 2,
    scanlines,
    packed: damaged(packed, number),
  });
}

/** Files by their name and the way that the n-th is made. */
const damagedImages: readonly (readonly [string, (number: number) => Uint8Array])[] = [
  ...images.map(([name, bytes]) => [name, (number: number) => damaged(bytes, number)] as const),
  ["palette png with checksums", palettePng],
  ["packed png with checksums", packedPng],
];

for (const [name, make] of damagedImages) {
  Deno.test(`decodeImage() gives pixels or a DataError for damaged files: ${name}`, () => {
    let refused = 0;
    for (let number = 0; number < 2000; number++) {
      try {
        const { length } = decodeImage(make(number), { file: "x", shape: [8, 16, 3] });
        assert(length === 8 * 16 * 3);
      } catch (error) {
        assert(error instanceof DataError, `file ${number} of seed ${seed}: ${error}`);
        refused++;
      }
    }
    assert(refused > 500, `${refused} refused`);
  });
}
