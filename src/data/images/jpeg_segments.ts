import { refusal } from "../refusal.ts";

/** The frame of a JPEG image. */
export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly precision: number;
  /** The identifier of each component. */
  readonly components: readonly number[];
  /** The marker: 0xc0 baseline, 0xc1 extended, 0xc2 progressive; others are not decoded. */
  readonly marker: number;
}

/** A JPEG image as its markers divide it. */
export interface JpegSegments {
  readonly frame: JpegFrame;
  /** The identifiers of the components of each scan. */
  readonly scans: readonly (readonly number[])[];
}

/** Scans cost time for every block of the image, whatever they hold. Encoders make about ten. */
const maxScans = 100;

const startOfScan = 0xda;
const endOfImage = 0xd9;

/**
 * Walks through the markers of a JPEG image to its end, nothing decoded.
 * Source: ITU-T T.81, annex B.
 *
 * @throws {DataError} When a segment leaves the file, there is not one frame, or there are more than
 * 100 scans.
 */
export function jpegSegments(bytes: Uint8Array, file: string): JpegSegments {
  let frame: JpegFrame | undefined;
  const scans: (readonly number[])[] = [];
  let at = 2;
  for (;;) {
    at = nextMarker(bytes, at);
    const marker = bytes[at + 1];
    if (marker === undefined) {
      throw refusal(file, "a JPEG image must end with an end marker; it is cut off or damaged");
    }
    if (marker === endOfImage) break;
    const segment = segmentAt(bytes, at);
    if (segment === undefined) {
      throw refusal(file, `its segment at byte ${at} must be inside the file; it is cut off`);
    }
    if (isFrame(marker)) {
      if (frame !== undefined) throw refusal(file, "a JPEG image must have one frame, got more");
      frame = frameOf(segment, { marker, file });
    }
    if (marker === startOfScan) scans.push(scanOf(segment));
    if (scans.length > maxScans) throw refusal(file, `it may have ${maxScans} scans, got more`);
    at += 2 + 2 + segment.length;
  }
  if (frame === undefined) throw refusal(file, "a JPEG image must have a frame, got none");
  return { frame, scans };
}

/** Where the next marker is: stuffed bytes, restarts and fill bytes are none. */
function nextMarker(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0) {
    const code = bytes[at + 1] ?? 0;
    const none = code === 0 || code === 0xff || (code >= 0xd0 && code <= 0xd8) || code === 1;
    if (!none) return at;
    at = bytes.indexOf(0xff, at + 1);
  }
  return bytes.length;
}

/** The bytes of a segment after its length, or undefined where it leaves the file. */
function segmentAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
  if (at + 4 > bytes.length) return undefined;
  const length = bytes[at + 2]! << 8 | bytes[at + 3]!;
  if (length < 2 || at + 2 + length > bytes.length) return undefined;
  return bytes.subarray(at + 4, at + 2 + length);
}

/** 0xc0 to 0xcf are frames but for the Huffman tables, a reserved code and arithmetic coding. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function frameOf(
  segment: Uint8Array,
  { marker, file }: { readonly marker: number; readonly file: string },
): JpegFrame {
  const count = segment[5] ?? 0;
  if (segment.length < 6 + 3 * count) {
    throw refusal(file, `its frame must have ${6 + 3 * count} bytes, got ${segment.length}`);
  }
  return {
    marker,
    precision: segment[0]!,
    height: segment[1]! << 8 | segment[2]!,
    width: segment[3]! << 8 | segment[4]!,
    components: Array.from({ length: count }, (_, index) => segment[6 + 3 * index]!),
  };
}

function scanOf(segment: Uint8Array): readonly number[] {
  return Array.from({ length: segment[0] ?? 0 }, (_, index) => segment[1 + 2 * index] ?? -1);
}
