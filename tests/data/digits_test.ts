import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  assertDisjoint,
  calibrationConditions,
  checkDataset,
  conditionIds,
  type DatasetManifest,
  digits,
  drawIds,
  sha256,
  sha256OfIds,
  sourceFromPixels,
} from "../../src/data/mod.ts";

const dataset = await digits();
const { data, evaluationIds, manifest, poolIds } = dataset;

Deno.test("digits() holds 10,000 images of the mnist package", () => {
  assertEquals([data.labels.length, data.shape, data.classes], [10_000, [28, 28, 1], 10]);
  const counts = new Array<number>(10).fill(0);
  for (const label of data.labels) counts[label]!++;
  // Images in each file 0.json to 9.json of the package.
  assertEquals(counts, [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
  // The first values of 0.json that are not 0: 0.2 0.624 0.992 0.624 0.196, times 255.
  const first = data.pixels.findIndex((pixel) => pixel > 0);
  assertEquals([...data.pixels.subarray(first, first + 5)], [51, 159, 253, 159, 50]);
});

Deno.test("digits() has the hashes of its manifest", () => {
  assertEquals(sha256(data.pixels), manifest.sha256.pixels);
  assertEquals(sha256(data.labels), manifest.sha256.labels);
  assertEquals(sha256OfIds(evaluationIds), manifest.sha256.evaluationIds);
  assertEquals(sha256OfIds(poolIds), manifest.sha256.poolIds);
  // The list that the trained models were kept away from.
  assertEquals(
    manifest.sha256.evaluationIds,
    "c966ebbdf2cf52e1984436a6f2fbe18205573b35ec7317401a911db77a326403",
  );
});

Deno.test("digits() splits into 2,000 and 8,000 disjoint samples", () => {
  assertEquals([evaluationIds.length, poolIds.length], [2000, 8000]);
  assertDisjoint(poolIds, evaluationIds);
  assertEquals(new Set([...evaluationIds, ...poolIds]).size, 10_000);
  for (let draw = 0; draw < 3; draw++) {
    assertDisjoint(drawIds(poolIds, { seed: 1, draw, size: 1000 }), evaluationIds);
  }
});

Deno.test("digits() has 500 samples or more under every calibration condition", () => {
  const source = sourceFromPixels(data);
  for (const condition of calibrationConditions) {
    const ids = conditionIds(poolIds, { condition, source });
    assert(ids.length >= 500, `${condition.name}: ${ids.length}`);
  }
});

Deno.test("checkDataset() refuses data that its manifest does not describe", () => {
  const wrongHash = (key: keyof DatasetManifest["sha256"]): DatasetManifest => ({
    ...manifest,
    sha256: { ...manifest.sha256, [key]: "0".repeat(64) },
  });
  const cases: readonly [DatasetManifest, string][] = [
    [{ ...manifest, count: 9999 }, "samples 9999, got 10000"],
    [{ ...manifest, shape: [28, 28, 3] }, "shape 28x28x3, got 28x28x1"],
    [{ ...manifest, classes: 11 }, "classes 11, got 10"],
    [{ ...manifest, evaluationCount: 1999 }, "pool samples 8000, got 8001"],
    [wrongHash("pixels"), "SHA-256 of pixels 000"],
    [wrongHash("labels"), "SHA-256 of labels 000"],
    [wrongHash("evaluationIds"), "SHA-256 of evaluationIds 000"],
    [wrongHash("poolIds"), "SHA-256 of poolIds 000"],
  ];
  for (const [wrong, message] of cases) {
    assertThrows(() => checkDataset(data, wrong), Error, message);
  }
  const pixels = data.pixels.slice();
  pixels[0] = 1;
  assertThrows(() => checkDataset({ ...data, pixels }, manifest), Error, "SHA-256 of pixels");
});

Deno.test("digits() shares its pixels with a worker", async () => {
  const module = new URL("../../src/data/pixel_source.ts", import.meta.url).href;
  const code = `import { sourceFromPixels } from ${JSON.stringify(module)};
    self.onmessage = ({ data }) => {
      const values = sourceFromPixels(data).read([7]);
      self.postMessage([data.pixels.buffer instanceof SharedArrayBuffer, values]);
    };`;
  const url = URL.createObjectURL(new Blob([code], { type: "application/typescript" }));
  const worker = new Worker(url, { type: "module" });
  try {
    const answer = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data: message }) => resolve(message);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(data);
    });
    assertEquals(answer, [true, sourceFromPixels(data).read([7])]);
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
});
