import { join } from "@std/path";
import { UserError } from "../../suite/error.ts";

/** What goes into the folder of a new suite. */
export interface NewSuite {
  readonly suite: Readonly<Record<string, unknown>>;
  /** Written below models/. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/**
 * Makes the folder of a suite, whole or not at all: under a temporary name beside it, then renamed.
 *
 * @throws {UserError} When there is something of that name that is no empty folder, or it cannot be
 * written.
 */
export async function writeNewSuite(folder: string, { suite, files }: NewSuite): Promise<void> {
  const target = folder.replace(/\/+$/, "");
  const temporary = `${target}.tmp`;
  try {
    await refuseFilled(target);
    await Deno.mkdir(join(temporary, "models"), { recursive: true });
    for (const { name, bytes } of files) {
      await Deno.writeFile(join(temporary, "models", name), bytes);
    }
    await Deno.writeTextFile(
      join(temporary, "suite.json"),
      `${JSON.stringify(suite, undefined, 2)}\n`,
    );
    await Deno.remove(target).catch(() => {}); // an empty folder gives way
    await Deno.rename(temporary, target);
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    if (error instanceof UserError) throw error;
    throw new UserError(
      `Cannot make suite "${folder}": ${error instanceof Error ? error.message : error}`,
    );
  }
}

async function refuseFilled(folder: string): Promise<void> {
  const info = await Deno.stat(folder).catch(() => undefined);
  if (info === undefined) return;
  const isEmpty = info.isDirectory && (await Array.fromAsync(Deno.readDir(folder))).length === 0;
  if (isEmpty) return;
  throw new UserError(
    `Cannot make suite "${folder}": it must be new or empty, and is not; choose another name`,
  );
}
