import { assertEquals, assertThrows } from "@std/assert";
import { sourceFromPixels } from "../../src/data/mod.ts";

const data = {
  pixels: new Uint8Array([0, 1, 2, 253, 254, 255]),
  labels: new Uint8Array([2, 0]),
  shape: [1, 3, 1],
  classes: 3,
} as const;

Deno.test("sourceFromPixels() reads raw pixels and labels in the order asked", () => {
  const source = sourceFromPixels(data);
  assertEquals([source.count, source.classes, source.shape], [2, 3, [1, 3, 1]]);
  assertEquals(source.read([1, 0, 1]), Float32Array.of(253, 254, 255, 0, 1, 2, 253, 254, 255));
  assertEquals(source.labels([1, 0]), Uint16Array.of(0, 2));
  assertEquals(source.read([]), new Float32Array(0));
});

Deno.test("sourceFromPixels() refuses ids out of range", () => {
  const source = sourceFromPixels(data);
  for (const id of [-1, 2, 0.5, NaN]) {
    assertThrows(() => source.read([0, id]), RangeError, `ids are 0 to 1, got ${id}`);
    assertThrows(() => source.labels([id]), RangeError, `ids are 0 to 1, got ${id}`);
  }
});

Deno.test("sourceFromPixels() refuses pixels and labels that do not fit", () => {
  const short = { ...data, pixels: data.pixels.subarray(1) };
  assertThrows(() => sourceFromPixels(short), RangeError, "need 6 pixels, got 5");
  assertThrows(() => sourceFromPixels({ ...data, classes: 2 }), RangeError, "below 2, got 2");
});
