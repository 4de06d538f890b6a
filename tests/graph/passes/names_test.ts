import { assertEquals } from "@std/assert";
import { Names } from "../../../src/graph/mod.ts";

Deno.test("Names.take() gives each name once, the same way every time", () => {
  const names = new Names(["a", "b:2"]);
  assertEquals(["a", "a", "b", "b", "b", "c", "a:2"].map((name) => names.take(name)), [
    "a:2",
    "a:3",
    "b",
    "b:3",
    "b:4",
    "c",
    "a:2:2",
  ]);
});
