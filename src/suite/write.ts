import { join } from "@std/path";
import { UserError } from "./error.ts";

/** A file of a run: text or bytes. */
export interface OutputFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * Makes the folder of a run and checks that files can be written there, before hours are spent.
 *
 * @throws {UserError} When it cannot be written: says which and why.
 */
export async function prepareFolder(folder: string): Promise<void> {
  const probe = join(folder, ".write-test");
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
  } catch (error) {
    throw new UserError(
      `Cannot write to "${folder}": ${error instanceof Error ? error.message : error}; ` +
        "choose another folder with --out",
    );
  }
}

/** Writes files so that none is ever half there: to a temporary name, then renamed. */
export async function writeFiles(folder: string, files: readonly OutputFile[]): Promise<void> {
  for (const { name, content } of files) {
    const path = join(folder, name);
    const temporary = `${path}.tmp`;
    if (typeof content === "string") await Deno.writeTextFile(temporary, content);
    else await Deno.writeFile(temporary, content);
    await Deno.rename(temporary, path);
  }
}
