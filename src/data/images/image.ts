/** What the header of an image says. */
export interface ImageHeader {
  readonly width: number;
  readonly height: number;
  /** Gray, colour, or colours of a palette, which may be grays. */
  readonly colour: "gray" | "rgb" | "palette";
}

/** An image of bytes, [height, width, channels]. */
export interface DecodedImage {
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}
