import { assertEquals, assertThrows } from "@std/assert";
import { encode } from "fast-png";
import { DataError } from "../../src/data/error.ts";
import { openSamples } from "../../src/data/open_samples.ts";
import type { ArrayPart, SampleStore } from "../../src/data/sample_store.ts";
import { withFiles } from "./files/files.ts";

const array: ArrayPart = {
  kind: "array",
  file: "some bytes",
  count: 2,
  type: "uint8",
  bytes: { kind: "memory", bytes: new Uint8Array([9, 1, 2, 9, 3, 4]) },
  offset: 1,
  stride: 3,
  order: "as-stored",
};
const store: SampleStore = {
  domain: "image",
  shape: [1, 2, 1],
  white: 255,
  step: 1,
  parts: [array],
  labels: undefined,
};

function image(...values: readonly [number, number]): Uint8Array {
  return encode({ width: 2, height: 1, channels: 1, data: Uint8Array.from(values) });
}

Deno.test("openSamples() reads ids of every part, in the order asked", async () => {
  const files = {
    "a.png": image(5, 6),
    "b.png": image(7, 8),
    "c.bin": Uint8Array.of(0, 10, 20, 30, 40),
  };
  await withFiles(files, (folder) => {
    const source = openSamples({
      ...store,
      parts: [
        array,
        { kind: "images", paths: [`${folder}/a.png`, `${folder}/b.png`] },
        { ...array, bytes: { kind: "file", path: `${folder}/c.bin` }, stride: 2 },
      ],
      labels: { values: Uint16Array.of(0, 1, 0, 1, 2, 0), names: ["a", "b", "c"] },
    });
    assertEquals([source.count, source.classNames], [6, ["a", "b", "c"]]);
    assertEquals([source.domain, source.shape, source.white, source.step], [
      "image",
      [1, 2, 1],
      255,
      1,
    ]);
    assertEquals(
      source.read([5, 0, 3, 2, 1, 4, 0]),
      Float32Array.of(30, 40, 1, 2, 7, 8, 5, 6, 3, 4, 10, 20, 1, 2),
    );
    assertEquals(source.labels([4, 0, 1]), Uint16Array.of(2, 0, 1));
    assertEquals(source.read([]), new Float32Array(0));
  });
});

Deno.test("openSamples() refuses ids out of range, and labels where there are none", () => {
  const source = openSamples({ ...store, labels: { values: Uint16Array.of(0, 1), names: [] } });
  for (const id of [-1, 2, 0.5, NaN]) {
    assertThrows(() => source.read([0, id]), RangeError, `ids are 0 to 1, got ${id}`);
    assertThrows(() => source.labels([id]), RangeError, `ids are 0 to 1, got ${id}`);
  }
  assertEquals(openSamples(store).classNames, undefined);
  assertThrows(() => openSamples(store).labels([0]), RangeError, "must have labels, got none");
});

Deno.test("openSamples() refuses a store whose numbers do not fit", () => {
  const labels = { values: Uint16Array.of(0), names: [] };
  assertThrows(() => openSamples({ ...store, labels }), RangeError, "2 need a label each, got 1");
  assertThrows(
    () => openSamples({ ...store, shape: [2 ** 13, 2 ** 14] }),
    RangeError,
    "67108864 values, got [8192, 16384]",
  );
});

Deno.test("openSamples() reads every stored type", () => {
  const numbers = [-2, 3];
  const cases = [
    ["int8", Int8Array.from(numbers)],
    ["int16", Int16Array.from(numbers)],
    ["float32", Float32Array.from(numbers)],
    ["float64", Float64Array.from(numbers)],
  ] as const;
  for (const [type, elements] of cases) {
    const bytes = new Uint8Array(elements.buffer);
    const part: ArrayPart = {
      ...array,
      count: 1,
      type,
      bytes: { kind: "memory", bytes },
      offset: 0,
    };
    assertEquals(
      openSamples({ ...store, parts: [part] }).read([0]),
      Float32Array.from(numbers),
      type,
    );
  }
});

Deno.test("openSamples() names file, sample and position of a value that is not finite", () => {
  const bytes = new Uint8Array(Float32Array.of(1, 2, 3, Infinity).buffer);
  const part: ArrayPart = {
    ...array,
    type: "float32",
    bytes: { kind: "memory", bytes },
    offset: 0,
    stride: 8,
  };
  const source = openSamples({ ...store, parts: [part] });
  assertEquals(source.read([0]), Float32Array.of(1, 2));
  assertThrows(
    () => source.read([1]),
    DataError,
    "Cannot read some bytes: values must be finite numbers of float32, got Infinity at [0, 1, 0] of sample 1",
  );
  const planes: ArrayPart = { ...part, order: "planes-first", count: 1 };
  assertThrows(
    () => openSamples({ ...store, shape: [1, 2, 2], parts: [planes] }).read([0]),
    DataError,
    "got Infinity at [0, 1, 1] of sample 0",
  );
});

Deno.test("openSamples() says when a file has changed since it was found", async () => {
  await withFiles({ "a.bin": Uint8Array.of(1, 2, 3) }, (folder) => {
    const path = `${folder}/a.bin`;
    const file = (name: string): ArrayPart => ({
      ...array,
      bytes: { kind: "file", path: name },
      stride: 2,
      offset: 0,
    });
    assertThrows(
      () => openSamples({ ...store, parts: [file(path)] }).read([1]),
      DataError,
      "must have 4 bytes, got 3; it was cut off",
    );
    assertThrows(
      () => openSamples({ ...store, parts: [file(`${path}2`)] }).read([0]),
      DataError,
      "there is no such file",
    );
    assertThrows(
      () => openSamples({ ...store, parts: [file(folder)] }).read([0]),
      DataError,
      "it must be a file",
    );
    const images = { kind: "images", paths: [path] } as const;
    assertThrows(
      () => openSamples({ ...store, parts: [images] }).read([0]),
      DataError,
      "it must be a PNG or JPEG image",
    );
  });
});

Deno.test("openSamples() reads a posted store in a worker", async () => {
  await withFiles({ "c.bin": Uint8Array.of(10, 20, 30, 40) }, async (folder) => {
    const shared = new Uint8Array(new SharedArrayBuffer(4, { maxByteLength: 100 }), 0, 4);
    shared.set([1, 2, 3, 4]);
    const posted: SampleStore = {
      ...store,
      parts: [
        { ...array, bytes: { kind: "memory", bytes: shared }, offset: 0, stride: 2 },
        { ...array, bytes: { kind: "file", path: `${folder}/c.bin` }, offset: 0, stride: 2 },
      ],
    };
    const module = new URL("../../src/data/open_samples.ts", import.meta.url).href;
    const code = `import { openSamples } from ${JSON.stringify(module)};
      self.onmessage = ({ data }) => self.postMessage(openSamples(data).read([3, 0]));`;
    const url = URL.createObjectURL(new Blob([code], { type: "application/typescript" }));
    const worker = new Worker(url, { type: "module" });
    try {
      const answer = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage(posted);
      });
      assertEquals(answer, Float32Array.of(30, 40, 1, 2));
    } finally {
      worker.terminate();
      URL.revokeObjectURL(url);
    }
  });
});
