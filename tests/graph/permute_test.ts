import { assertEquals } from "@std/assert";
import { inversePermutation, transposedIndex, transposeTensor } from "../../src/graph/mod.ts";
import { tensor } from "../../src/tensor/mod.ts";
import { at, positions } from "./evaluate.ts";

Deno.test("transposedIndex() says where each element of a transpose comes from", () => {
  assertEquals([...transposedIndex([2, 3], [1, 0])], [0, 3, 1, 4, 2, 5]);
  assertEquals([...transposedIndex([], [])], [0]);
  assertEquals([...transposedIndex([0, 2], [1, 0])], []);
});

Deno.test("transposeTensor() moves axis permutation[i] to axis i, and its inverse back", () => {
  const shape = [2, 3, 5, 7];
  const x = tensor("int16", shape, Int16Array.from({ length: 210 }, (_, i) => i));
  for (const permutation of [[0, 2, 3, 1], [3, 1, 0, 2], [0, 1, 2, 3]]) {
    const y = transposeTensor(x, permutation);
    for (const position of positions(y.shape)) {
      const source = inversePermutation(permutation).map((axis) => position[axis]!);
      assertEquals(at(y, position), at(x, source));
    }
    assertEquals(transposeTensor(y, inversePermutation(permutation)), x);
  }
});
