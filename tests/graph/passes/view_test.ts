import { assertEquals } from "@std/assert";
import {
  appendMovement,
  carriedOut,
  keepsLeading,
  type Movement,
  plainView,
  transposeCount,
  viewKey,
} from "../../../src/graph/passes/view.ts";
import type { Shape } from "../../../src/tensor/mod.ts";

const t = (...permutation: readonly number[]): Movement => ({ kind: "transpose", permutation });
const r = (...shape: Shape): Movement => ({ kind: "reshape", shape });
const image = ["batch", 2, 4, 3] as const;

const cases: readonly (readonly [string, Shape, readonly Movement[], readonly Movement[]])[] = [
  ["nothing", image, [], []],
  ["a transpose and its inverse", image, [t(0, 3, 1, 2), t(0, 2, 3, 1)], []],
  ["two transposes as one", [2, 3, 4], [t(1, 0, 2), t(0, 2, 1)], [t(1, 2, 0)]],
  ["the last of two reshapes", image, [r("batch", 8, 3), r("batch", 24)], [r("batch", 24)]],
  ["a reshape to the same shape", image, [r("batch", 24), r(...image)], []],
  ["an identity", image, [t(0, 1, 2, 3), r(...image)], []],
  [
    "a transpose that keeps the order as part of a reshape before it",
    ["batch", 8],
    [r("batch", 1, 8), t(0, 2, 1)],
    [r("batch", 8, 1)],
  ],
  [
    "a transpose that keeps the order as part of a reshape after it",
    ["batch", 1, 1, 8],
    [t(0, 3, 1, 2), r("batch", 8)],
    [r("batch", 8)],
  ],
  ["a flatten of a transpose", image, [t(0, 3, 1, 2), r("batch", 24)], [
    t(0, 3, 1, 2),
    r("batch", 24),
  ]],
  [
    "a row of pixels, forth and back",
    ["batch", 1, 5, 3],
    [r("batch", 5, 3), t(0, 2, 1), t(0, 2, 1), r("batch", 1, 5, 3)],
    [],
  ],
];

Deno.test("appendMovement() keeps a view in its shortest form", () => {
  for (const [name, shape, movements, expected] of cases) {
    const view = movements.reduce(appendMovement, plainView("x", shape));
    assertEquals(view.steps.map(({ op }) => op), expected, name);
  }
});

Deno.test("carriedOut() reshapes where a transpose would only move axes of size 1", () => {
  const grey = appendMovement(plainView("x", ["batch", 1, 28, 28]), t(0, 2, 3, 1));
  assertEquals(carriedOut(grey).map(({ op }) => op), [r("batch", 28, 28, 1)]);
  assertEquals(transposeCount(grey), 0);
  const colour = appendMovement(plainView("x", ["batch", 3, 28, 28]), t(0, 2, 3, 1));
  assertEquals(carriedOut(colour).map(({ op }) => op), [t(0, 2, 3, 1)]);
  assertEquals(transposeCount(colour), 1);
});

Deno.test("viewKey() tells views apart that show something else", () => {
  const keys = cases.map(([, shape, movements]) =>
    viewKey(movements.reduce(appendMovement, plainView("x", shape)))
  );
  assertEquals(keys[1], keys[0]);
  const other = viewKey(appendMovement(plainView("x2", [2, 3]), t(1, 0)));
  const same = viewKey(appendMovement(plainView("x", [2, 3]), t(1, 0)));
  assertEquals(other === same, false);
  assertEquals(viewKey(appendMovement(plainView("x", [2, 3]), r(3, 2))) === same, false);
});

Deno.test("keepsLeading() is false where samples could mix", () => {
  const table = [
    [["batch", 2, 3], [t(0, 2, 1), r("batch", 6)], true],
    [[4, 2, 3], [t(0, 2, 1), r(4, 6)], true],
    [[4, 2, 3], [t(1, 0, 2), r(2, 12)], false],
    [[4, 4, 3], [t(1, 0, 2), r(4, 12)], false],
    [[4, 6], [r(2, 12)], false],
    [[], [r(1, 1)], false],
  ] as const;
  for (const [shape, movements, expected] of table) {
    const view = movements.reduce<ReturnType<typeof plainView>>(
      appendMovement,
      plainView("x", shape),
    );
    assertEquals(keepsLeading(view), expected, JSON.stringify([shape, movements]));
  }
});
