import type { DecodedPng } from "fast-png";
import { refusal } from "../refusal.ts";
import type { DecodedImage } from "./image.ts";
import type { PngHeader } from "./png.ts";

/** Options of {@link opaqueBytes}. */
export interface PngPixelOptions {
  readonly file: string;
  readonly header: PngHeader;
}

/**
 * The pixels of a PNG image as bytes of gray or of red, green and blue.
 *
 * @throws {DataError} When a pixel is not opaque, or has no colour in the palette.
 */
export function opaqueBytes(image: DecodedPng, options: PngPixelOptions): DecodedImage {
  const samples = samplesOf(image, options.header);
  if (options.header.colour === "palette") return fromPalette(samples, { ...options, image });
  const { depth, colour } = options.header;
  const opaque = withoutAlpha(samples, { ...options, image });
  return { channels: colour === "gray" ? 1 : 3, pixels: toBytes(opaque, depth) };
}

/** Samples of any depth as bytes: 255 for the largest. */
function toBytes(samples: Samples, depth: number): Uint8Array {
  if (samples instanceof Uint8Array && depth === 8) return samples;
  // 1, 3 and 15 divide 255; of 16 bits the nearest step is taken.
  const largest = 2 ** depth - 1;
  const bytes = new Uint8Array(samples.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.round(samples[at]! * 255 / largest);
  return bytes;
}

type Samples = DecodedPng["data"];

/** Samples a number each; those of less than 8 bits lie in bytes, every row from a byte of its own. */
function samplesOf({ data }: DecodedPng, header: PngHeader): Samples {
  const { width, height, depth, samples } = header;
  if (depth >= 8) return data;
  const rowSamples = width * samples;
  const rowBytes = Math.ceil(rowSamples * depth / 8);
  const unpacked = new Uint8Array(rowSamples * height);
  for (let at = 0; at < unpacked.length; at++) {
    const bit = (at % rowSamples) * depth;
    const byte = data[Math.floor(at / rowSamples) * rowBytes + (bit >> 3)]!;
    unpacked[at] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  }
  return unpacked;
}

interface ImageOptions extends PngPixelOptions {
  readonly image: DecodedPng;
}

function fromPalette(
  indices: Samples,
  { file, image }: ImageOptions,
): DecodedImage {
  const palette = image.palette ?? [];
  const pixels = new Uint8Array(3 * indices.length);
  for (let at = 0; at < indices.length; at++) {
    const colour = palette[indices[at]!];
    if (colour === undefined) {
      throw refusal(
        file,
        `pixels must be colours 0 to ${palette.length - 1} of its palette, got ${indices[at]}`,
      );
    }
    const [red, green, blue, alpha = 255] = colour;
    if (alpha !== 255) throw transparent(file);
    pixels.set([red!, green!, blue!], 3 * at);
  }
  return { channels: 3, pixels };
}

function withoutAlpha(
  data: Samples,
  { file, header, image }: ImageOptions,
): Samples {
  const { samples, depth } = header;
  if (samples === 1 || samples === 3) {
    if (image.transparency && hasColour(data, { samples, colour: image.transparency })) {
      throw transparent(file);
    }
    return data;
  }
  const kept = samples - 1;
  const length = data.length / samples * kept;
  const opaque = depth === 16 ? new Uint16Array(length) : new Uint8Array(length);
  for (let pixel = 0; pixel < data.length / samples; pixel++) {
    if (data[pixel * samples + kept] !== 2 ** depth - 1) throw transparent(file);
    for (let c = 0; c < kept; c++) opaque[pixel * kept + c] = data[pixel * samples + c]!;
  }
  return opaque;
}

interface ColourOptions {
  readonly samples: number;
  /** The samples of the colour that is transparent. */
  readonly colour: Uint16Array;
}

function hasColour(data: Samples, { samples, colour }: ColourOptions): boolean {
  for (let at = 0; at < data.length; at += samples) {
    if (colour.every((sample, c) => data[at + c] === sample)) return true;
  }
  return false;
}

function transparent(file: string): Error {
  return refusal(file, "every pixel must be opaque; flatten the images onto a background first");
}
