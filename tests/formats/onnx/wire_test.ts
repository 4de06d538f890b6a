import { assertEquals, assertThrows } from "@std/assert";
import { decodeFields, WireError } from "../../../src/formats/onnx/wire.ts";

const bytes = (...values: readonly number[]) => Uint8Array.from(values);

Deno.test("decodeFields() reads integers, packed or one by one", () => {
  const fields = decodeFields(bytes(0x08, 0x96, 0x01, 0x08, 0x02, 0x0a, 0x03, 0x07, 0xac, 0x02));
  assertEquals(fields.ints(1), [150, 2, 7, 300]);
  assertEquals(fields.int(1), 300);
  assertEquals(fields.ints(2), []);
  assertEquals(fields.int(2), 0);
});

Deno.test("decodeFields() reads negative and large integers", () => {
  const minusOne = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
  assertEquals(decodeFields(bytes(0x08, ...minusOne)).int(1), -1);
  const largest = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
  assertEquals(decodeFields(bytes(0x08, ...largest)).int(1), 2 ** 63);
});

Deno.test("decodeFields() reads floats, packed or one by one", () => {
  const half = [0, 0, 0, 0x3f];
  const fields = decodeFields(bytes(0x15, ...half, 0x12, 0x04, 0, 0, 0x80, 0xbf));
  assertEquals(fields.float32s(2), [0.5, -1]);
  const wide = [0, 0, 0, 0, 0, 0, 0xe0, 0x3f];
  assertEquals(decodeFields(bytes(0x19, ...wide, 0x1a, 0x08, ...wide)).float64s(3), [0.5, 0.5]);
});

Deno.test("decodeFields() reads strings, bytes and messages", () => {
  const fields = decodeFields(bytes(0x22, 0x02, 0x68, 0x69, 0x2a, 0x02, 0x08, 0x05));
  assertEquals(fields.text(4), "hi");
  assertEquals(fields.text(9), "");
  assertEquals(fields.bytes(5), [bytes(0x08, 0x05)]);
  assertEquals(fields.messages(5, (message) => message.int(1)), [5]);
  assertEquals([fields.has(4), fields.has(6)], [true, false]);
});

Deno.test("decodeFields() skips groups", () => {
  assertEquals(decodeFields(bytes(0x0b, 0x10, 0x01, 0x0c, 0x10, 0x07)).ints(2), [7]);
});

const malformed: readonly (readonly [string, Uint8Array])[] = [
  ["a varint that does not end", bytes(0x08, 0x80)],
  ["a varint that is too long", bytes(0x08, ...Array.from({ length: 11 }, () => 0xff))],
  ["bytes past the end", bytes(0x22, 0x05, 0x00)],
  ["a float past the end", bytes(0x15, 0x00)],
  ["a double past the end", bytes(0x19, 0x00)],
  ["field number 0", bytes(0x00, 0x01)],
  ["a group end without a group", bytes(0x0c)],
  ["a group that does not end", bytes(0x0b)],
  ["wire type 6", bytes(0x0e)],
  ["groups in groups in groups", new Uint8Array(1000).fill(0x0b)],
];

Deno.test("decodeFields() refuses malformed bytes", () => {
  for (const [name, input] of malformed) {
    assertThrows(() => decodeFields(input), WireError, "it must be a protobuf message", name);
  }
});

Deno.test("decodeFields() refuses a field that is not what it is read as", () => {
  const number = decodeFields(bytes(0x08, 0x01));
  assertThrows(() => number.text(1), WireError, "field 1 must be bytes, got a varint");
  assertThrows(() => number.float32s(1), WireError, "field 1 must be 32 bits, got a varint");
  assertThrows(() => number.float64s(1), WireError, "field 1 must be 64 bits, got a varint");
  const float = decodeFields(bytes(0x15, 0, 0, 0, 0));
  assertThrows(() => float.ints(2), WireError, "field 2 must be a varint, got 32 bits");
  const text = decodeFields(bytes(0x0a, 0x01, 0x80));
  assertThrows(() => text.ints(1), WireError, "it must be a protobuf message");
  assertThrows(() => text.float32s(1), WireError, "it must be a protobuf message");
});
