import { refusal } from "../refusal.ts";
import { openFile } from "./input_file.ts";

/** Options of {@link textLines}. */
export interface TextLinesOptions {
  /** Characters that a line may have. */
  readonly maxLineLength: number;
}

/**
 * The lines of a UTF-8 file, without their line feeds, some at a time.
 *
 * @throws {DataError} When the file is missing or no UTF-8, or a line is too long.
 */
export async function* textLines(
  path: string,
  { maxLineLength }: TextLinesOptions,
): AsyncGenerator<readonly string[]> {
  const file = await openFile(path);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw refusal(path, "it must be UTF-8 text; save it as such");
    }
  };
  let number = 1;
  let unfinished = "";
  const take = (text: string): readonly string[] => {
    const lines = (unfinished + text).split("\n");
    const long = lines.findIndex((line) => line.length > maxLineLength);
    if (long >= 0) {
      throw refusal(
        path,
        `line ${number + long} must be at most ${maxLineLength} characters, got more`,
      );
    }
    unfinished = lines.pop()!;
    number += lines.length;
    return lines.map((line) => line.endsWith("\r") ? line.slice(0, -1) : line);
  };
  for await (const bytes of file.readable) yield take(decode(bytes));
  yield take(`${decode()}\n`);
}
