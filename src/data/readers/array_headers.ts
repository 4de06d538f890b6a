import { extname } from "@std/path";
import { withInputFile } from "./input_file.ts";
import { type NpyHeader, npyStartBytes, parseNpyHeader } from "./npy_header.ts";
import { entryStart, zipEntries } from "./zip.ts";

/** What a file says about an array of its own. */
export interface ArrayHeader {
  /** Its name in a .npz archive; absent in a .npy file, which has but one. */
  readonly name: string | undefined;
  readonly header: NpyHeader;
}

/**
 * The headers of the arrays in a .npy or .npz file, without their elements.
 *
 * @throws {DataError} When it is neither, or damaged.
 */
export async function arrayHeaders(path: string): Promise<readonly ArrayHeader[]> {
  return await withInputFile(path, async (file) => {
    if (extname(path).toLowerCase() !== ".npz") {
      const start = await file.read(0, Math.min(npyStartBytes, file.size));
      return [{ name: undefined, header: parseNpyHeader(start, path) }];
    }
    const headers: ArrayHeader[] = [];
    for (const entry of await zipEntries(file)) {
      if (!entry.name.endsWith(".npy")) continue;
      const start = await entryStart(file, entry, Math.min(npyStartBytes, entry.bytes));
      headers.push({
        name: entry.name.replace(/\.npy$/, ""),
        header: parseNpyHeader(start, `${path}/${entry.name}`),
      });
    }
    return headers;
  });
}
