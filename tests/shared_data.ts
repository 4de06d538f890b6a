/**
 * The path of a file or folder of the shared test data, or undefined where it is absent. The data lie
 * in the folder that PTQBENCH_DATA names, else in `shared/data` beside the repository. A test that
 * needs them says "needs shared data" in its name and is ignored without them.
 */
export function sharedData(sub: string): string | undefined {
  const root = Deno.env.get("PTQBENCH_DATA") ??
    decodeURIComponent(new URL("../../shared/data", import.meta.url).pathname);
  const path = `${root}/${sub}`;
  try {
    Deno.statSync(path);
    return path;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
