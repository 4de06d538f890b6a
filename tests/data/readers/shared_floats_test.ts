import { assert, assertEquals, assertThrows } from "@std/assert";
import { SharedFloats } from "../../../src/data/readers/shared_floats.ts";

Deno.test("SharedFloats grows to what it may, and no further", () => {
  const count = 40_001;
  const floats = new SharedFloats(4 * count - 1);
  for (let value = 0; value < count; value++) floats.push(value);
  const bytes = floats.bytes();
  assert(bytes.buffer instanceof SharedArrayBuffer);
  assertEquals(bytes.length, 4 * count);
  assertEquals(new Float32Array(bytes.buffer, 0, count).at(-1), count - 1);
  assertThrows(() => floats.push(0), RangeError, "there is room for 40001, got one more");
});
