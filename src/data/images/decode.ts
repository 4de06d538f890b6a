import { type BoundShape, elementCount, formatShape } from "../../tensor/mod.ts";
import { maxSampleValues } from "../limits.ts";
import { refusal } from "../refusal.ts";
import type { DecodedImage, ImageHeader } from "./image.ts";
import { decodeJpeg, isJpeg, readJpegHeader } from "./jpeg.ts";
import { decodePng, isPng, readPngHeader } from "./png.ts";

/** Options of {@link decodeImage}. */
export interface DecodeOptions {
  /** What errors call it. */
  readonly file: string;
  /** What it must be: [height, width, channels] of 1 or 3 channels. */
  readonly shape: BoundShape;
}

/**
 * Decodes a PNG or JPEG image to bytes [height, width, channels], 0 black and 255 white. Nothing is
 * resized, and channels change only where nothing is lost: gray is repeated as red, green and blue;
 * colours that are all grays are gray; 1, 2, 4 and 16 bits become 8; alpha that is opaque everywhere is
 * dropped. Colour profiles, gamma and orientation are not applied. The size in the header is compared
 * before anything is decoded.
 *
 * JPEG leaves upsampling and rounding to the decoder, so another one may differ by a few steps a pixel;
 * this one gives the same bytes on every machine.
 *
 * @throws {DataError} When the bytes are no such image, are damaged, or do not fit the shape.
 *
 * @example
 * ```ts
 * import { encode } from "fast-png";
 * import { decodeImage } from "./decode.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const png = encode({ width: 2, height: 1, channels: 1, data: new Uint8Array([7, 9]) });
 * const options = { file: "two.png", shape: [1, 2, 3] };
 * assertEquals(decodeImage(png, options), new Uint8Array([7, 7, 7, 9, 9, 9]));
 * ```
 */
export function decodeImage(bytes: Uint8Array, { file, shape }: DecodeOptions): Uint8Array {
  checkShape(shape, file);
  const format = [png, jpeg].find(({ is }) => is(bytes));
  if (format === undefined) {
    throw refusal(file, `it must be a PNG or JPEG image, got ${startOf(bytes)}`);
  }
  const header = format.readHeader(bytes, file);
  checkHeader(header, { file, shape });
  return withChannels(format.decode(bytes, file), { file, shape });
}

/** An image format. */
interface Format {
  readonly is: (bytes: Uint8Array) => boolean;
  readonly readHeader: (bytes: Uint8Array, file: string) => ImageHeader;
  readonly decode: (bytes: Uint8Array, file: string) => DecodedImage;
}

const png: Format = { is: isPng, readHeader: readPngHeader, decode: decodePng };
const jpeg: Format = { is: isJpeg, readHeader: readJpegHeader, decode: decodeJpeg };

function checkShape(shape: BoundShape, file: string): void {
  const [, , channels] = shape;
  const fits = shape.length === 3 && (channels === 1 || channels === 3) &&
    elementCount(shape) <= maxSampleValues;
  if (fits) return;
  throw refusal(
    file,
    "an image is read as [height, width, channels] of 1 or 3 channels and at most " +
      `${maxSampleValues} values, the data set says ${formatShape(shape)}`,
  );
}

function checkHeader({ width, height }: ImageHeader, { file, shape }: DecodeOptions): void {
  if (height === shape[0] && width === shape[1]) return;
  throw refusal(
    file,
    `it is ${width}x${height} pixels, the data set says ${shape[1]}x${shape[0]}; ` +
      "resize the images first",
  );
}

function withChannels(
  { channels, pixels }: DecodedImage,
  { file, shape }: DecodeOptions,
): Uint8Array {
  if (channels === shape[2]) return pixels;
  if (channels === 1) return repeated(pixels);
  const gray = new Uint8Array(pixels.length / 3);
  for (let at = 0; at < gray.length; at++) {
    const red = pixels[3 * at]!;
    if (pixels[3 * at + 1] !== red || pixels[3 * at + 2] !== red) {
      throw refusal(
        file,
        "it is a colour image, the data set says 1 channel; convert the images to gray first",
      );
    }
    gray[at] = red;
  }
  return gray;
}

function repeated(gray: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(3 * gray.length);
  for (let at = 0; at < rgb.length; at++) rgb[at] = gray[Math.floor(at / 3)]!;
  return rgb;
}

function startOf(bytes: Uint8Array): string {
  if (bytes.length === 0) return "an empty file";
  const start = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `one that starts with bytes ${start.join(" ")}`;
}
