import { elementCount, formatShape } from "../tensor/mod.ts";
import { checkFinite, readArraySamples, type WantedSample } from "./array_samples.ts";
import { wavFeatures } from "./audio/wav_features.ts";
import { readFileBytes } from "./file_bytes.ts";
import { decodeImage } from "./images/decode.ts";
import { maxSampleFileBytes, maxSampleValues } from "./limits.ts";
import type { SampleSource } from "./sample_source.ts";
import type { SamplePart, SampleStore } from "./sample_store.ts";

/**
 * A source over a store: ids run through its parts. A file is open for the time of one call of `read`,
 * so a source need not be closed, and many workers may have the same store.
 *
 * @throws {RangeError} When samples are too large, or there is not a label for each.
 *
 * @example
 * ```ts
 * import { openSamples } from "./open_samples.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const source = openSamples({
 *   domain: "image",
 *   shape: [1, 2, 1],
 *   white: 255,
 *   step: 1,
 *   parts: [{
 *     kind: "array",
 *     file: "two images",
 *     count: 2,
 *     type: "uint8",
 *     bytes: { kind: "memory", bytes: new Uint8Array([0, 10, 20, 30]) },
 *     offset: 0,
 *     stride: 2,
 *     order: "as-stored",
 *   }],
 *   labels: { values: new Uint16Array([1, 0]), names: ["cat", "dog"] },
 * });
 * assertEquals(source.read([1, 0]), new Float32Array([20, 30, 0, 10]));
 * assertEquals(source.labels([1, 0]), new Uint16Array([0, 1]));
 * ```
 */
export function openSamples(store: SampleStore): SampleSource {
  const { parts, labels, domain, shape, white, step } = store;
  const size = elementCount(shape);
  const starts = partStarts(parts);
  const count = starts.at(-1)!;
  checkStore(store, { size, count });
  const check = (id: number): number => {
    if (Number.isInteger(id) && id >= 0 && id < count) return id;
    throw new RangeError(`Cannot read a sample: ids are 0 to ${count - 1}, got ${id}`);
  };
  return {
    domain,
    shape,
    white,
    step,
    count,
    classNames: labels?.names,
    read: (ids) => {
      const values = new Float32Array(ids.length * size);
      ids.forEach(check);
      for (const [number, part] of parts.entries()) {
        const [first, end] = [starts[number]!, starts[number + 1]!];
        const wanted = ids.flatMap((id, place) =>
          id >= first && id < end ? [{ index: id - first, at: place * size }] : []
        );
        if (wanted.length > 0) readPartSamples(part, { shape, wanted, values });
      }
      return values;
    },
    labels: (ids) => {
      if (labels === undefined) {
        throw new RangeError("Cannot read labels: the samples must have labels, got none");
      }
      return Uint16Array.from(ids, (id) => labels.values[check(id)]!);
    },
  };
}

/** The first id of each part, and the number of all samples. */
function partStarts(parts: readonly SamplePart[]): readonly number[] {
  const starts = [0];
  for (const part of parts) {
    starts.push(starts.at(-1)! + (part.kind === "array" ? part.count : part.paths.length));
  }
  return starts;
}

function checkStore(
  { shape, labels }: SampleStore,
  { size, count }: { readonly size: number; readonly count: number },
): void {
  if (!(size >= 1 && size <= maxSampleValues)) {
    throw new RangeError(
      `Cannot open samples: one may have ${maxSampleValues} values, got ${formatShape(shape)}`,
    );
  }
  if (labels !== undefined && labels.values.length !== count) {
    throw new RangeError(
      `Cannot open samples: ${count} need a label each, got ${labels.values.length}`,
    );
  }
}

interface ReadOptions {
  readonly shape: SampleStore["shape"];
  readonly wanted: readonly WantedSample[];
  readonly values: Float32Array;
}

function readPartSamples(part: SamplePart, options: ReadOptions): void {
  if (part.kind === "array") return readArraySamples(part, options);
  const { shape, wanted, values } = options;
  for (const { index, at } of wanted) {
    const file = part.paths[index]!;
    const bytes = readFileBytes(file, maxSampleFileBytes);
    if (part.kind === "images") values.set(decodeImage(bytes, { file, shape }), at);
    else {
      const features = wavFeatures(bytes, { file, features: part.features });
      if (features.length !== elementCount(shape)) {
        throw new RangeError(
          `Cannot read ${file}: the shape of the data set is ${formatShape(shape)}, ` +
            `its features are ${features.length} values`,
        );
      }
      checkFinite(features, { file, shape });
      values.set(features, at);
    }
  }
}
