import { isAbsolute, join } from "@std/path";
import { DataError } from "../error.ts";

/** The value of an environment variable, undefined where it is not set. */
export type Environment = (name: string) => string | undefined;

/**
 * Where data sets lie unless --data-dir says otherwise: the user's cache folder. That is
 * $XDG_CACHE_HOME/ptqbench or ~/.cache/ptqbench, ~/Library/Caches/ptqbench on macOS, and
 * %LOCALAPPDATA%\ptqbench on Windows. A relative XDG_CACHE_HOME is passed over, as the XDG base
 * directory specification asks.
 *
 * @throws {DataError} When the environment does not say where the user's files are.
 *
 * @example
 * ```ts
 * import { defaultDataDir } from "./data_dir.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const variables: Record<string, string> = { HOME: "/home/ada" };
 * assertEquals(defaultDataDir((name) => variables[name], "linux"), "/home/ada/.cache/ptqbench");
 * ```
 */
export function defaultDataDir(env: Environment, os: string = Deno.build.os): string {
  const folder = cacheFolder(env, os);
  if (folder !== undefined) return join(folder, "ptqbench");
  const variable = os === "windows" ? "LOCALAPPDATA" : "HOME";
  throw new DataError(
    `Cannot tell where data sets lie: ${variable} must be set; name a folder with --data-dir`,
  );
}

function cacheFolder(env: Environment, os: string): string | undefined {
  // An empty variable counts as one that is not set.
  const read = (name: string) => env(name) || undefined;
  if (os === "windows") return read("LOCALAPPDATA");
  const home = read("HOME");
  if (os === "darwin") return home && join(home, "Library", "Caches");
  const xdg = read("XDG_CACHE_HOME");
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  return home && join(home, ".cache");
}
