import { assertEquals, assertThrows } from "@std/assert";
import { readOnnxTensor } from "../../../src/formats/mod.ts";
import { ModelError } from "../../../src/graph/mod.ts";
import { customTensor, rawFloats, rawIntegers, tensorBytes } from "./model_bytes.ts";

Deno.test("readOnnxTensor() reads raw data of every element type", () => {
  const cases = [
    ["float32", 1, rawFloats([1.5, -2]), [1.5, -2]],
    ["uint8", 2, Uint8Array.of(1, 255), [1, 255]],
    ["int8", 3, Uint8Array.of(1, 255), [1, -1]],
    ["int32", 6, Uint8Array.of(1, 0, 0, 0, 255, 255, 255, 255), [1, -1]],
    ["int64", 7, rawIntegers([7, -9]), [7, -9]],
    ["bool", 9, Uint8Array.of(0, 2), [0, 1]],
    ["float64", 11, new Uint8Array(Float64Array.of(0.1, 2).buffer), [0.1, 2]],
  ] as const;
  for (const [elementType, number, raw, expected] of cases) {
    const { data, ...rest } = readOnnxTensor(customTensor([[1, 2], [2, number], [9, raw]]));
    assertEquals(rest, { elementType, shape: [2] });
    assertEquals([...Array.from(data)], [...expected]);
  }
});

Deno.test("readOnnxTensor() reads data in the field of their type", () => {
  const packed = Uint8Array.of(3, 4);
  const cases = [
    ["float32", [[1, 1], [2, 1], [4, rawFloats([2.5])]], [2.5]],
    ["int32", [[1, 2], [2, 6], [5, packed]], [3, 4]],
    ["int64", [[1, 2], [2, 7], [7, packed]], [3, 4]],
    ["bool", [[1, 1], [2, 9], [5, 1]], [1]],
    ["int8", [[1, 1], [2, 3], [5, -5]], [-5]],
    ["float64", [[1, 1], [2, 11], [10, new Uint8Array(Float64Array.of(0.1).buffer)]], [0.1]],
  ] as const;
  for (const [elementType, fields, expected] of cases) {
    const tensor = readOnnxTensor(customTensor(fields));
    assertEquals(tensor.elementType, elementType);
    assertEquals(Array.from(tensor.data), [...expected]);
  }
});

Deno.test("readOnnxTensor() reads scalars and empty tensors", () => {
  assertEquals(readOnnxTensor(tensorBytes({ shape: [], floats: [4] })).data, Float32Array.of(4));
  assertEquals(readOnnxTensor(tensorBytes({ shape: [2, 0], floats: [] })).shape, [2, 0]);
});

const huge = 2n ** 40n;

Deno.test("readOnnxTensor() refuses what it cannot hold", () => {
  const cases = [
    ["must have 3 elements for [3], got 2", [[1, 3], [2, 1], [9, rawFloats([1, 2])]]],
    ["must have 1 elements for [1], got 1.25", [[1, 1], [2, 1], [9, new Uint8Array(5)]]],
    ["must have 2 elements for [2], got 0", [[1, 2], [2, 1]]],
    ["must have 1 elements for [], got 2", [[2, 1], [9, rawFloats([1, 2])]]],
    ["must be in one field, got 2 raw elements and 1 others", [
      [1, 3],
      [2, 1],
      [9, rawFloats([1, 2])],
      [4, rawFloats([1])],
    ]],
    ["got 1", [[1, huge], [1, huge], [1, huge], [2, 1], [9, rawFloats([1])]]],
    ["sizes must not be negative, got [-1]", [[1, -1], [2, 1]]],
    ["at most 8 axes, got 9", [...Array.from({ length: 9 }, () => [1, 1] as const), [2, 1]]],
    ["got bfloat16; convert the model to float32", [[1, 1], [2, 16], [9, new Uint8Array(2)]]],
    ["got int4", [[1, 1], [2, 22]]],
    ["got float8e4m3fn", [[1, 1], [2, 17]]],
    ["got string", [[1, 1], [2, 8]]],
    ["got type 0", [[1, 1]]],
    ["got external data", [[1, 1], [2, 1], [14, 1]]],
  ] as const;
  for (const [rule, fields] of cases) {
    const error = assertThrows(() => readOnnxTensor(customTensor(fields)), ModelError, rule);
    assertEquals(error.message.startsWith('Cannot read tensor ""'), true);
  }
  assertThrows(
    () => readOnnxTensor(Uint8Array.of(0x08)),
    ModelError,
    "Cannot read the ONNX tensor: it must be a protobuf message",
  );
});
