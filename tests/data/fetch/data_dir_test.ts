import { assertEquals, assertThrows } from "@std/assert";
import { DataError } from "../../../src/data/error.ts";
import { defaultDataDir } from "../../../src/data/fetch/data_dir.ts";

const dirOf = (variables: Readonly<Record<string, string>>, os: string) =>
  defaultDataDir((name) => variables[name], os);

Deno.test("defaultDataDir() is in the user's cache folder", () => {
  const home = { HOME: "/home/ada" };
  const cases: readonly (readonly [Record<string, string>, string, string])[] = [
    [home, "linux", "/home/ada/.cache/ptqbench"],
    [{ ...home, XDG_CACHE_HOME: "/cache" }, "linux", "/cache/ptqbench"],
    [{ XDG_CACHE_HOME: "/cache" }, "linux", "/cache/ptqbench"],
    [{ ...home, XDG_CACHE_HOME: "" }, "linux", "/home/ada/.cache/ptqbench"],
    [{ ...home, XDG_CACHE_HOME: "relative" }, "linux", "/home/ada/.cache/ptqbench"],
    [home, "freebsd", "/home/ada/.cache/ptqbench"],
    [home, "darwin", "/home/ada/Library/Caches/ptqbench"],
    [{ ...home, XDG_CACHE_HOME: "/cache" }, "darwin", "/home/ada/Library/Caches/ptqbench"],
    [{ ...home, LOCALAPPDATA: "/local" }, "windows", "/local/ptqbench"],
  ];
  for (const [variables, os, expected] of cases) assertEquals(dirOf(variables, os), expected);
});

Deno.test("defaultDataDir() says which variable is missing", () => {
  const cases = [
    [{}, "linux", "HOME must be set"],
    [{ HOME: "" }, "linux", "HOME must be set"],
    [{ XDG_CACHE_HOME: "/cache" }, "darwin", "HOME must be set"],
    [{ HOME: "/home/ada" }, "windows", "LOCALAPPDATA must be set"],
  ] as const;
  for (const [variables, os, message] of cases) {
    assertThrows(() => dirOf(variables, os), DataError, message);
  }
});
