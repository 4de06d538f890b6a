import { DataError } from "../error.ts";

/** Options of {@link gunzip}. */
export interface GunzipOptions {
  /** The most bytes that may come out: a small file can hold gigabytes. */
  readonly maxBytes: number;
  /** Told of each piece of the packed file that was read. */
  readonly onRead?: (bytes: number) => void;
}

/**
 * What a .gz file holds, as a stream. Its errors are DataErrors that name the file: it is damaged or cut
 * off, or holds more than `maxBytes`.
 */
export async function gunzip(
  path: string,
  { maxBytes, onRead }: GunzipOptions,
): Promise<ReadableStream<Uint8Array>> {
  const file = await Deno.open(path);
  const counted = file.readable.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        onRead?.(chunk.length);
        controller.enqueue(chunk);
      },
    }),
  );
  const reader = counted.pipeThrough(new DecompressionStream("gzip")).getReader();
  let total = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read().catch((error) => {
        throw damaged(path, error);
      });
      if (done) return controller.close();
      total += value.length;
      if (total > maxBytes) {
        await reader.cancel();
        throw new DataError(
          `Cannot unpack "${path}": it must hold at most ${maxBytes} bytes, got more`,
        );
      }
      controller.enqueue(value);
    },
    cancel: () => reader.cancel(),
  }, { highWaterMark: 0 });
}

function damaged(path: string, error: unknown): DataError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DataError(
    `Cannot unpack "${path}": it must be a whole .gz file (${reason}); remove it and fetch it again`,
  );
}
