import { quoted, refusal } from "../refusal.ts";
import type { ArrayPart, StoredType } from "../sample_store.ts";
import { makeLabels } from "./labels.ts";
import type { NpyHeader } from "./npy_header.ts";

const storedTypes: Readonly<Record<string, StoredType>> = {
  "|u1": "uint8",
  "|i1": "int8",
  "<i2": "int16",
  "<f4": "float32",
  "<f8": "float64",
};

const codeRanges: Readonly<Partial<Record<StoredType, readonly [number, number]>>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  int16: [-32_768, 32_767],
};

/**
 * The type of the elements of samples.
 *
 * @throws {DataError} When samples are not stored so.
 */
export function sampleTypeOf({ descr }: NpyHeader, file: string): StoredType {
  const type = storedTypes[descr];
  if (type !== undefined) return type;
  throw refusal(
    file,
    `samples must be float32, float64, int8, uint8 or int16, got ${quoted(descr)}; ` +
      `save it with astype("float32")`,
  );
}

/**
 * Checks that codes are what the type can store.
 *
 * @throws {DataError} When the type has no codes, or the zero point is none of them.
 */
export function checkCodes(
  codes: ArrayPart["codes"],
  { type, file }: { readonly type: StoredType; readonly file: string },
): void {
  if (codes === undefined) return;
  const range = codeRanges[type];
  if (range === undefined) {
    throw refusal(file, `only integers can be codes, got ${type}; leave out "codes"`);
  }
  const [least, largest] = range;
  if (codes.zeroPoint < least || codes.zeroPoint > largest) {
    throw refusal(
      file,
      `the zero point of ${type} codes must be ${least} to ${largest}, got ${codes.zeroPoint}`,
    );
  }
}

/**
 * The number of labels in an array of integers: [count], or [count, 1].
 *
 * @throws {DataError} When it is another array.
 */
export function labelCountOf({ descr, shape }: NpyHeader, file: string): number {
  if (!/[iu]\d$/.test(descr)) {
    throw refusal(
      file,
      `labels must be integers, got ${quoted(descr)}; save them with astype("uint16")`,
    );
  }
  if (shape.length === 1 || (shape.length === 2 && shape[1] === 1)) return shape[0]!;
  throw refusal(file, `labels must have one axis, got shape (${shape.join(", ")})`);
}

/**
 * Labels from the elements of an array of integers.
 *
 * @throws {DataError} When one is negative or too large.
 */
export function labelsOf(
  elements: Uint8Array,
  { header, file }: { readonly header: NpyHeader; readonly file: string },
): Uint16Array {
  const view = new DataView(elements.buffer, elements.byteOffset, elements.byteLength);
  const { descr, bytesPerElement } = header;
  const read = integers[descr.slice(1)]!;
  return makeLabels({
    file,
    count: header.shape[0]!,
    label: (index) => read(view, index * bytesPerElement),
  });
}

const integers: Readonly<Record<string, (view: DataView, at: number) => number | bigint>> = {
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at) => view.getUint16(at, true),
  i2: (view, at) => view.getInt16(at, true),
  u4: (view, at) => view.getUint32(at, true),
  i4: (view, at) => view.getInt32(at, true),
  u8: (view, at) => view.getBigUint64(at, true),
  i8: (view, at) => view.getBigInt64(at, true),
};
