import { assertEquals } from "@std/assert";
import { LeastRecentlyUsed } from "../../src/suite/cache.ts";

Deno.test("LeastRecentlyUsed keeps what was used last, up to its size", () => {
  const made: string[] = [];
  const cache = new LeastRecentlyUsed<string, number>(10, (value) => value);
  const get = (key: string, size: number) =>
    cache.get(key, () => {
      made.push(key);
      return size;
    });
  get("a", 4);
  get("b", 4);
  get("a", 4); // kept, and now younger than b
  get("c", 4); // b goes
  get("a", 4);
  assertEquals(made, ["a", "b", "c"]);
  get("b", 4);
  assertEquals(made, ["a", "b", "c", "b"]);
  get("huge", 99); // kept alone, whatever its size
  get("huge", 99);
  assertEquals(made, ["a", "b", "c", "b", "huge"]);
  get("a", 4);
  assertEquals(made.at(-1), "a");
});
