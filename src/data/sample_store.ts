import type { FeatureSettings } from "./audio/features.ts";
import type { SampleForm } from "./sample_source.ts";

/** Element types that arrays of samples are stored in, little-endian. */
export const storedTypes = ["uint8", "int8", "int16", "float32", "float64"] as const;

/** The name of such a type. */
export type StoredType = typeof storedTypes[number];

/** Bytes of an element of each type. */
export const bytesPerElement: Readonly<Record<StoredType, number>> = {
  uint8: 1,
  int8: 1,
  int16: 2,
  float32: 4,
  float64: 8,
};

/** Where the elements of an array lie: in shared memory, or in a file that is read sample by sample. */
export type StoredBytes =
  | { readonly kind: "memory"; readonly bytes: Uint8Array }
  | { readonly kind: "file"; readonly path: string };

/** Samples in one array, each `stride` bytes after the one before. */
export interface ArrayPart {
  readonly kind: "array";
  /** What errors call it. */
  readonly file: string;
  readonly count: number;
  readonly type: StoredType;
  readonly bytes: StoredBytes;
  /** Byte of the first element of the first sample. */
  readonly offset: number;
  readonly stride: number;
  /** Images stored plane by plane are read as [height, width, channels]. */
  readonly order: "as-stored" | "planes-first";
  /** Codes stand for `scale * (code - zeroPoint)`. */
  readonly codes?: { readonly scale: number; readonly zeroPoint: number };
}

/** Samples that are a PNG or JPEG file each. */
export interface ImageFilesPart {
  readonly kind: "images";
  readonly paths: readonly string[];
}

/** Samples that are a WAV file each, and the features that are made of it. */
export interface WavFilesPart {
  readonly kind: "wav";
  readonly paths: readonly string[];
  readonly features: FeatureSettings;
}

/** Samples of one origin. */
export type SamplePart = ArrayPart | ImageFilesPart | WavFilesPart;

/**
 * A data set as it can be posted to a worker: memory is shared, files are opened there. Ids run through
 * the parts.
 */
export interface SampleStore extends SampleForm {
  readonly parts: readonly SamplePart[];
  readonly labels: SampleLabels | undefined;
}

/** The class of every sample, in shared memory. */
export interface SampleLabels {
  readonly values: Uint16Array;
  readonly names: readonly string[];
}
