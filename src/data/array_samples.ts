import { type BoundShape, elementCount } from "../tensor/mod.ts";
import { withFile } from "./file_bytes.ts";
import { refusal } from "./refusal.ts";
import { type ArrayPart, bytesPerElement, type StoredType } from "./sample_store.ts";

/** A sample that is wanted: which one of its part, and where its first value goes. */
export interface WantedSample {
  readonly index: number;
  readonly at: number;
}

/** Options of {@link readArraySamples}. */
export interface ReadArrayOptions {
  /** One sample as it is read. */
  readonly shape: BoundShape;
  readonly wanted: readonly WantedSample[];
  /** Where the samples go. */
  readonly values: Float32Array;
}

/** Copies the stored bytes of a sample. */
export type CopySample = (bytes: Uint8Array, index: number) => void;

/**
 * Gives `use` a function that copies stored samples, from memory or from the file, which is open so long.
 *
 * @throws {DataError} When the file cannot be opened.
 */
export function withStoredSamples<T>(part: ArrayPart, use: (copy: CopySample) => T): T {
  const { bytes: stored, offset, stride } = part;
  const start = (index: number) => offset + index * stride;
  if (stored.kind === "file") {
    return withFile(
      stored.path,
      (file) => use((bytes, index) => file.fill(bytes, start(index))),
    );
  }
  return use((bytes, index) =>
    bytes.set(stored.bytes.subarray(start(index), start(index) + bytes.length))
  );
}

/**
 * Reads samples of an array as float32: planes are woven to [height, width, channels], codes become
 * `scale * (code - zeroPoint)` of float32 scale and product.
 *
 * @throws {DataError} When the file is damaged, or a value is not finite in float32.
 */
export function readArraySamples(part: ArrayPart, options: ReadArrayOptions): void {
  const { shape, wanted, values } = options;
  const size = elementCount(shape);
  const bytes = new Uint8Array(size * bytesPerElement[part.type]);
  const stored = views[part.type](bytes.buffer);
  const channels = part.order === "planes-first" ? shape.at(-1)! : 1;
  const plane = size / channels;
  const { scale, zeroPoint } = part.codes ?? { scale: 1, zeroPoint: 0 };
  const step = Math.fround(scale);
  withStoredSamples(part, (copy) => {
    for (const { index, at } of wanted) {
      copy(bytes, index);
      for (let c = 0; c < channels; c++) {
        for (let p = 0; p < plane; p++) {
          values[at + p * channels + c] = step * (stored[c * plane + p]! - zeroPoint);
        }
      }
      checkFinite(values.subarray(at, at + size), { file: part.file, index, shape });
    }
  });
}

/** Elements as they lie in a file: little-endian, as every machine that Deno runs on. */
const views: Readonly<Record<StoredType, (buffer: ArrayBuffer) => ArrayLike<number>>> = {
  uint8: (buffer) => new Uint8Array(buffer),
  int8: (buffer) => new Int8Array(buffer),
  int16: (buffer) => new Int16Array(buffer),
  float32: (buffer) => new Float32Array(buffer),
  float64: (buffer) => new Float64Array(buffer),
};

/** A sample as errors call it. */
export interface SampleName {
  readonly file: string;
  /** Its number in the file; absent where the file is the sample. */
  readonly index?: number;
  readonly shape: BoundShape;
}

/**
 * Checks the values of a sample.
 *
 * @throws {DataError} When one is not finite: names file, sample and position.
 */
export function checkFinite(values: Float32Array, { file, index, shape }: SampleName): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const sample = index === undefined ? "" : ` of sample ${index}`;
  throw refusal(
    file,
    `values must be finite numbers of float32, got ${values[at]} at [${place(at, shape)}]${sample}`,
  );
}

/** The indices of an element: `3, 0, 1`. */
function place(at: number, shape: BoundShape): string {
  const indices: number[] = [];
  let rest = at;
  for (const size of shape.toReversed()) {
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return indices.join(", ");
}
