import { decode } from "jpeg-js";
import { refusal } from "../refusal.ts";
import type { DecodedImage, ImageHeader } from "./image.ts";
import { type JpegFrame, jpegSegments } from "./jpeg_segments.ts";

const decoded: readonly number[] = [0xc0, 0xc1, 0xc2];

/** Whether a file is a JPEG image. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/**
 * Reads the frame of a JPEG image.
 *
 * @throws {DataError} When it is cut off, damaged, or of a kind that is not decoded.
 */
export function readJpegHeader(bytes: Uint8Array, file: string): ImageHeader {
  const { frame, scans } = jpegSegments(bytes, file);
  const { width, height, components } = frame;
  checkFrame(frame, file);
  const missing = components.find((component) => !scans.some((scan) => scan.includes(component)));
  if (missing !== undefined) {
    throw refusal(file, `it must have a scan of every component, got none of component ${missing}`);
  }
  return { width, height, colour: components.length === 1 ? "gray" : "rgb" };
}

function checkFrame({ marker, precision, components }: JpegFrame, file: string): void {
  if (!decoded.includes(marker) || precision !== 8) {
    throw refusal(
      file,
      "a JPEG image must be baseline or progressive of 8 bits, got frame type " +
        `${marker - 0xc0} of ${precision} bits; save it anew`,
    );
  }
  if (components.length !== 1 && components.length !== 3) {
    throw refusal(
      file,
      `a JPEG image must have 1 or 3 components, got ${components.length}; save it as RGB`,
    );
  }
}

/**
 * Decodes a JPEG image, whose size has been compared. Orientation and colour profiles are not applied.
 *
 * @throws {DataError} When it is damaged.
 */
export function decodeJpeg(bytes: Uint8Array, file: string): DecodedImage {
  const { width, height, colour } = readJpegHeader(bytes, file);
  const rgb = decodeRgb(bytes, { file, pixels: width * height });
  if (colour === "rgb") return { channels: 3, pixels: rgb };
  return { channels: 1, pixels: rgb.filter((_, at) => at % 3 === 0) };
}

function decodeRgb(
  bytes: Uint8Array,
  { file, pixels }: { readonly file: string; readonly pixels: number },
): Uint8Array {
  try {
    return decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: (pixels + 1) / 1e6,
      // 12 bytes of coefficients and 4 of samples a pixel, and blocks that reach over the border.
      maxMemoryUsageInMB: 64 + pixels * 48 / 2 ** 20,
    }).data;
  } catch (error) {
    // The library throws errors of every kind at damaged files.
    const message = error instanceof Error ? error.message : String(error);
    throw refusal(file, `it must be a JPEG image that can be decoded (${message})`);
  }
}
