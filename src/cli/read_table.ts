import { join } from "@std/path";
import type { Table } from "../records/mod.ts";
import { fromCsv } from "../report/csv.ts";
import { UserError } from "../suite/error.ts";

/** The most bytes of a CSV file: far above what the longest run leaves. */
const csvLimit = 1 << 28;

/**
 * A table of a run, read back.
 *
 * @throws {UserError} When it is missing, too large or damaged: says which and why.
 */
export async function readTable<Row extends object>(
  folder: string,
  table: Table<Row>,
): Promise<readonly Row[]> {
  const path = join(folder, `${table.name}.csv`);
  const bytes = await readBytes(path, csvLimit);
  return await readAs(path, () => fromCsv(table, new TextDecoder().decode(bytes)));
}

/** Whether there is a file or folder. */
export async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/**
 * The bytes of a file, of so many at most.
 *
 * @throws {UserError} When it is missing, too large or no file.
 */
export async function readBytes(path: string, limit: number): Promise<Uint8Array> {
  return await readAs(path, async () => {
    const { isFile, size } = await Deno.stat(path);
    // A pipe could keep its reader waiting for ever.
    if (!isFile) throw new RangeError("it must be a file, got something else");
    if (size > limit) throw new RangeError(`it may have ${limit} bytes, got ${size}`);
    return await Deno.readFile(path);
  });
}

/**
 * What is read of a file; what is wrong with it names the file.
 *
 * @throws {UserError} In place of any error.
 */
export async function readAs<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new UserError(
        `Cannot read "${path}": there is no such file; name the folder of a finished run, such as ` +
          "reports/digits/reference",
      );
    }
    const why = error instanceof Error ? error.message.replace(/^Cannot read /, "") : error;
    throw new UserError(`Cannot read "${path}": ${why}`);
  }
}
