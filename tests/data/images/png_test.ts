import { deflateSync } from "node:zlib";
import { assertEquals, assertThrows } from "@std/assert";
import { encode } from "fast-png";
import { DataError } from "../../../src/data/error.ts";
import { decodeImage } from "../../../src/data/images/decode.ts";
import { joined, png, type PngOptions } from "../files/files.ts";

function decode(bytes: Uint8Array, shape: readonly number[]): readonly number[] {
  return [...decodeImage(bytes, { file: "a.png", shape })];
}

/** A hand-made image of one row without filter. */
function row(
  width: number,
  { depth, type, bytes, before = [] }: {
    readonly depth: number;
    readonly type: number;
    readonly bytes: readonly number[];
    readonly before?: PngOptions["before"];
  },
): Uint8Array<ArrayBuffer> {
  const scanlines = Uint8Array.of(0, ...bytes);
  return png({ width, height: 1, depth, type, scanlines, before: before! });
}

const palette = ["PLTE", Uint8Array.of(9, 9, 9, 1, 2, 3, 200, 200, 200)] as const;

Deno.test("decodeImage() reads PNG of every depth and colour type", () => {
  const cases: readonly (readonly [string, Uint8Array, number, readonly number[]])[] = [
    ["gray 1", row(3, { depth: 1, type: 0, bytes: [0b10100000] }), 1, [255, 0, 255]],
    ["gray 2", row(3, { depth: 2, type: 0, bytes: [0b00011000] }), 1, [0, 85, 170]],
    ["gray 4", row(3, { depth: 4, type: 0, bytes: [0x1f, 0x80] }), 1, [17, 255, 136]],
    ["gray 8", row(3, { depth: 8, type: 0, bytes: [1, 128, 255] }), 1, [1, 128, 255]],
    // 0x0080 * 255 / 65535 is 0.498, 0x0081 gives 0.502.
    ["gray 16", row(3, { depth: 16, type: 0, bytes: [255, 255, 0, 0x80, 0, 0x81] }), 1, [
      255,
      0,
      1,
    ]],
    ["gray as RGB", row(3, { depth: 8, type: 0, bytes: [1, 2, 3] }), 3, [
      1,
      1,
      1,
      2,
      2,
      2,
      3,
      3,
      3,
    ]],
    ["RGB 8", row(2, { depth: 8, type: 2, bytes: [1, 2, 3, 4, 5, 6] }), 3, [1, 2, 3, 4, 5, 6]],
    ["RGB 16", row(1, { depth: 16, type: 2, bytes: [1, 1, 2, 2, 3, 3] }), 3, [1, 2, 3]],
    ["RGB of grays", row(2, { depth: 8, type: 2, bytes: [7, 7, 7, 8, 8, 8] }), 1, [7, 8]],
    ["palette 1", row(2, { depth: 1, type: 3, bytes: [0b01000000], before: [palette] }), 3, [
      9,
      9,
      9,
      1,
      2,
      3,
    ]],
    ["palette 2", row(2, { depth: 2, type: 3, bytes: [0b10010000], before: [palette] }), 3, [
      200,
      200,
      200,
      1,
      2,
      3,
    ]],
    ["palette 8 of grays", row(2, { depth: 8, type: 3, bytes: [2, 0], before: [palette] }), 1, [
      200,
      9,
    ]],
    [
      "palette, opaque",
      row(1, { depth: 8, type: 3, bytes: [1], before: [palette, ["tRNS", Uint8Array.of(0)]] }),
      3,
      [1, 2, 3],
    ],
    ["gray alpha, opaque", row(2, { depth: 8, type: 4, bytes: [5, 255, 6, 255] }), 1, [5, 6]],
    ["RGBA, opaque", row(1, { depth: 8, type: 6, bytes: [1, 2, 3, 255] }), 3, [1, 2, 3]],
    ["RGBA 16, opaque", row(1, { depth: 16, type: 6, bytes: [1, 1, 2, 2, 3, 3, 255, 255] }), 3, [
      1,
      2,
      3,
    ]],
    [
      "gray, no such key",
      row(3, { depth: 8, type: 0, bytes: [1, 2, 3], before: [["tRNS", Uint8Array.of(0, 4)]] }),
      1,
      [1, 2, 3],
    ],
    [
      "other chunks",
      row(1, {
        depth: 8,
        type: 0,
        bytes: [1],
        before: [["tEXt", Uint8Array.of(1)], ["iCCP", Uint8Array.of(1)]],
      }),
      1,
      [1],
    ],
  ];
  for (const [name, bytes, channels, expected] of cases) {
    assertEquals(decode(bytes, [1, expected.length / channels, channels]), expected, name);
  }
});

Deno.test("decodeImage() reads rows of bits that do not fill bytes", () => {
  const scanlines = Uint8Array.of(0, 0b11100000, 0, 0b01000000);
  const bytes = png({ width: 3, height: 2, depth: 1, type: 0, scanlines });
  assertEquals(decode(bytes, [2, 3, 1]), [255, 255, 255, 0, 255, 0]);
});

Deno.test("decodeImage() undoes every filter of PNG", () => {
  const scanlines = Uint8Array.of(
    ...[0, 10, 20, 30],
    ...[1, 5, 5, 5], // left: 5 10 15
    ...[2, 1, 1, 1], // up: 6 11 16
    ...[3, 1, 1, 1], // average: 1+3, 1+(4+11)/2, 1+(8+16)/2
    ...[4, 1, 1, 1], // Paeth: 1+4, 1+8, 1+13
  );
  const bytes = png({ width: 3, height: 5, depth: 8, type: 0, scanlines });
  const expected = [10, 20, 30, 5, 10, 15, 6, 11, 16, 4, 8, 13, 5, 9, 14];
  assertEquals(decode(bytes, [5, 3, 1]), expected);
});

Deno.test("decodeImage() reads interlaced PNG, also of sizes that miss passes", () => {
  for (const [width, height] of [[1, 1], [2, 3], [5, 7], [9, 10]] as const) {
    const data = Uint8Array.from({ length: 3 * width * height }, (_, at) => at * 37);
    const bytes = encode({ width, height, channels: 3, data }, { interlace: "Adam7" });
    assertEquals(decode(bytes, [height, width, 3]), [...data], `${width}x${height}`);
  }
});

Deno.test("decodeImage() reads a view into a larger buffer", () => {
  const bytes = row(3, { depth: 8, type: 0, bytes: [1, 2, 3] });
  const larger = joined(new Uint8Array(5), bytes, new Uint8Array(7));
  assertEquals(decode(larger.subarray(5, 5 + bytes.length), [1, 3, 1]), [1, 2, 3]);
});

Deno.test("decodeImage() refuses damaged and unfitting PNG", () => {
  const good = row(3, { depth: 8, type: 0, bytes: [1, 2, 3] });
  const image = { width: 3, height: 1, depth: 8, type: 0, scanlines: Uint8Array.of(0, 1, 2, 3) };
  const zeros = deflateSync(new Uint8Array(50_000_000));
  const cases: readonly (readonly [Uint8Array, string])[] = [
    [good.subarray(0, 20), "a PNG image must have a header, got 20 bytes; it is cut off"],
    [
      good.subarray(0, -1),
      `a PNG image must end with an IEND chunk, got ${good.length - 1} bytes; it is cut off`,
    ],
    [good.subarray(0, -12), "a PNG image must end with an IEND chunk"],
    [good.with(-1, 1), 'the checksum of its "IEND" chunk is wrong; it is damaged'],
    [good.with(45, 99), 'the checksum of its "IDAT" chunk is wrong; it is damaged'],
    [good.with(30, 99), 'the checksum of its "IHDR" chunk is wrong'],
    [
      png({ ...image, width: 640, height: 480 }),
      "it is 640x480 pixels, the data set says 3x1; resize the images first",
    ],
    [png({ ...image, width: 1, height: 3 }), "it is 1x3 pixels, the data set says 3x1"],
    [png({ ...image, width: 2 ** 31, height: 2 ** 31 }), "it is 2147483648x2147483648 pixels"],
    [png({ ...image, depth: 3 }), "the header of a PNG image must have a colour type, depth"],
    [png({ ...image, type: 2, depth: 4 }), "of the specification, got 2,4,0,0,0"],
    [png({ ...image, type: 5 }), "of the specification, got 5,8,0,0,0"],
    [png({ ...image, interlace: 2 }), "of the specification, got 0,8,0,0,2"],
    [
      png({ ...image, depth: 4, interlace: 1 }),
      "an interlaced PNG image must have 8 or 16 bits a sample, got 4",
    ],
    [
      png({ ...image, scanlines: Uint8Array.of(0, 1, 2) }),
      "its pixels must unpack to 4 bytes, got 3; it is damaged",
    ],
    [
      png({ ...image, scanlines: Uint8Array.of(0, 1, 2, 3, 4) }),
      "its pixels must unpack to 4 bytes, got more; it is damaged",
    ],
    [png({ ...image, packed: zeros }), "its pixels must unpack to 4 bytes, got more"],
    [png({ ...image, packed: new Uint8Array(0) }), "its pixels must be whole compressed data"],
    [
      png({ ...image, packed: deflateSync(image.scanlines).subarray(0, -5) }),
      "its pixels must be whole compressed data",
    ],
    [
      png({ ...image, packed: new Uint8Array(deflateSync(image.scanlines)).fill(0, -4) }),
      "its pixels must be whole compressed data",
    ],
    [
      png({ ...image, scanlines: Uint8Array.of(5, 1, 2, 3) }),
      "it must be a PNG image of the specification (Unsupported filter: 5)",
    ],
    [
      png({ ...image, before: [["IHDR", new Uint8Array(13)]] }),
      "a PNG image must have one IHDR chunk",
    ],
    [
      png({ ...image, before: [["CgBI", new Uint8Array(4)]] }),
      'it must have chunks of the specification, got "CgBI"',
    ],
    [png({ ...image, type: 3 }), "a PNG image of a palette must have a PLTE chunk, got none"],
    [
      png({ ...image, type: 3, before: [palette] }),
      "pixels must be colours 0 to 2 of its palette, got 3",
    ],
    [
      png({ ...image, type: 3, before: [["PLTE", new Uint8Array(4)]] }),
      "it must be a PNG image of the specification (PLTE",
    ],
    [
      png({
        ...image,
        type: 3,
        before: [["PLTE", new Uint8Array(12)], ["tRNS", Uint8Array.of(255, 255, 0)]],
      }),
      "every pixel must be opaque",
    ],
    [
      png({ ...image, before: [["tRNS", Uint8Array.of(0, 2)]] }),
      "every pixel must be opaque; flatten the images onto a background first",
    ],
    [row(3, { depth: 8, type: 4, bytes: [1, 255, 2, 254, 3, 255] }), "every pixel must be opaque"],
    [
      row(3, { depth: 8, type: 6, bytes: [1, 1, 1, 255, 2, 2, 2, 255, 3, 3, 3, 0] }),
      "every pixel must be opaque",
    ],
    [
      row(3, { depth: 8, type: 2, bytes: [1, 1, 1, 2, 2, 2, 3, 3, 4] }),
      "it is a colour image, the data set says 1 channel; convert the images to gray first",
    ],
  ];
  for (const [bytes, message] of cases) {
    assertThrows(() => decode(bytes, [1, 3, 1]), DataError, message);
  }
});
