import { assert, assertEquals, assertThrows } from "@std/assert";
import { DataError } from "../../../src/data/error.ts";
import { decodeImage } from "../../../src/data/images/decode.ts";
import { fromBase64, golden, joined } from "../files/files.ts";

function decode(bytes: Uint8Array, shape: readonly number[]): readonly number[] {
  return [...decodeImage(bytes, { file: "a.jpg", shape })];
}

/** The largest difference from what libjpeg decodes. */
function difference(name: "gray" | "rgb" | "progressive" | "halved"): number {
  const { file, pixels } = golden.jpeg[name];
  const decoded = decode(fromBase64(file), [8, 16, name === "gray" ? 1 : 3]);
  return Math.max(...decoded.map((value, at) => Math.abs(value - pixels[at]!)));
}

Deno.test("decodeImage() reads JPEG within the rounding of another decoder", () => {
  assert(difference("gray") <= 1, `${difference("gray")}`);
  assert(difference("rgb") <= 3, `${difference("rgb")}`);
  assert(difference("progressive") <= 3, `${difference("progressive")}`);
  // Colour planes of half the size: libjpeg smooths when it enlarges them, this decoder repeats.
  assert(difference("halved") <= 40, `${difference("halved")}`);
});

Deno.test("decodeImage() repeats the gray of a JPEG", () => {
  const gray = decode(fromBase64(golden.jpeg.gray.file), [8, 16, 1]);
  const rgb = decode(fromBase64(golden.jpeg.gray.file), [8, 16, 3]);
  assertEquals(rgb, gray.flatMap((value) => [value, value, value]));
});

Deno.test("decodeImage() refuses damaged and unfitting JPEG", () => {
  const rgb = fromBase64(golden.jpeg.rgb.file);
  const frame = rgb.findIndex((byte, at) => byte === 0xff && rgb[at + 1] === 0xc0);
  const scan = rgb.findIndex((byte, at) => byte === 0xff && rgb[at + 1] === 0xda);
  const scans = Array.from({ length: 101 }, () => rgb.subarray(scan, -2));
  const cases: readonly (readonly [Uint8Array, string])[] = [
    [rgb.subarray(0, 10), "its segment at byte 2 must be inside the file; it is cut off"],
    [rgb.subarray(0, -2), "a JPEG image must end with an end marker; it is cut off or damaged"],
    [rgb.subarray(0, scan + 30), "a JPEG image must end with an end marker"],
    [
      joined(rgb.subarray(0, scan + 30), rgb.subarray(-2)),
      "it must be a JPEG image that can be decoded (",
    ],
    [
      joined(rgb.subarray(0, scan), rgb.subarray(-2)),
      "it must have a scan of every component, got none of component 1",
    ],
    [
      joined(rgb.subarray(0, frame), rgb.subarray(scan)),
      "a JPEG image must have a frame, got none",
    ],
    [
      joined(rgb.subarray(0, scan), rgb.subarray(frame)),
      "a JPEG image must have one frame, got more",
    ],
    [joined(rgb.subarray(0, scan), ...scans, rgb.subarray(-2)), "it may have 100 scans, got more"],
    [
      rgb.with(frame + 1, 0xc3),
      "a JPEG image must be baseline or progressive of 8 bits, got frame type 3 of 8 bits",
    ],
    [rgb.with(frame + 4, 12), "got frame type 0 of 12 bits"],
    [rgb.with(frame + 9, 200), "its frame must have 606 bytes, got 15"],
    [rgb.with(frame + 6, 9), "it is 16x9 pixels, the data set says 16x8; resize the images first"],
    [rgb.with(frame + 7, 255), "it is 65296x8 pixels"],
    [
      fromBase64(golden.jpeg.cmyk.file),
      "a JPEG image must have 1 or 3 components, got 4; save it as RGB",
    ],
  ];
  for (const [bytes, message] of cases) {
    assertThrows(() => decode(bytes, [8, 16, 3]), DataError, `Cannot read a.jpg: `);
    assertThrows(() => decode(bytes, [8, 16, 3]), DataError, message);
  }
  assertThrows(
    () => decode(rgb, [8, 16, 1]),
    DataError,
    "it is a colour image, the data set says 1 channel",
  );
});

Deno.test("decodeImage() refuses other files and shapes", () => {
  const gif = new TextEncoder().encode("GIF89a..........");
  const cases: readonly (readonly [Uint8Array, readonly number[], string])[] = [
    [new Uint8Array(0), [1, 1, 1], "it must be a PNG or JPEG image, got an empty file"],
    [gif, [1, 1, 1], "it must be a PNG or JPEG image, got one that starts with bytes 47 49 46 38"],
    [gif, [1, 1], "an image is read as [height, width, channels]"],
    [gif, [1, 1, 2], "the data set says [1, 1, 2]"],
    [gif, [2 ** 14, 2 ** 13, 1], "at most 67108864 values"],
  ];
  for (const [bytes, shape, message] of cases) {
    assertThrows(() => decode(bytes, shape), DataError, message);
  }
});
