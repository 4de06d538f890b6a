import { defaultDataDir } from "../data/fetch/data_dir.ts";

/** Where data are when the environment names no folder of the user's. */
const fallback = "ptqbench-data";

/** The folder of `--data-dir`, else the user's cache folder. */
export function dataDirOf(given: string | undefined): string {
  if (given !== undefined) return given;
  try {
    return defaultDataDir((name) => Deno.env.get(name));
  } catch {
    return fallback;
  }
}
