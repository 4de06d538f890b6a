import { UserError } from "../suite/error.ts";

/** The most bytes that a file of ids may have. */
const idsLimit = 1 << 24;

/**
 * The ids in a file: a JSON list of different whole numbers.
 *
 * @throws {UserError} When it is another file.
 */
export async function readIds(path: string): Promise<readonly number[]> {
  let ids: unknown;
  try {
    const { size } = await Deno.stat(path);
    if (size > idsLimit) {
      throw new RangeError(`it must have at most ${idsLimit} bytes, got ${size}`);
    }
    ids = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw new UserError(
      `Cannot read calibration ids "${path}": ${error instanceof Error ? error.message : error}`,
    );
  }
  if (
    Array.isArray(ids) && ids.length > 0 &&
    ids.every((id) => Number.isSafeInteger(id) && id >= 0) &&
    new Set(ids).size === ids.length
  ) return ids;
  throw new UserError(
    `Cannot use calibration ids "${path}": it must be a JSON list of different whole numbers, ` +
      "such as [17, 4, 90]",
  );
}
