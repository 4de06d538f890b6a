import { UserError } from "../suite/error.ts";

/**
 * Writes a file so that it is never half there: to a temporary name beside it, then renamed.
 *
 * @throws {UserError} When it cannot be written: says which and why. Nothing is left behind.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    if (typeof content === "string") await Deno.writeTextFile(temporary, content);
    else await Deno.writeFile(temporary, content);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw new UserError(
      `Cannot write "${path}": ${error instanceof Error ? error.message : error}`,
    );
  }
}
