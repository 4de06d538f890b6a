import { assert, assertEquals, assertThrows } from "@std/assert";
import { decodeWav } from "../../../src/data/audio/wav.ts";
import { DataError } from "../../../src/data/error.ts";
import {
  chunk,
  formatChunk,
  int16Bytes,
  joined,
  riff,
  type WavFields,
  wavFile,
} from "./wav_bytes.ts";

const options = { file: "clips/yes/1.wav", sampleRateHz: 16_000, maxSamples: 1000 };

/** What an extensible format adds: 22 bytes follow, valid bits, speakers, subformat. */
function extension(code: number, lastByte = 0x71): Uint8Array {
  const guid = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, lastByte];
  return Uint8Array.of(22, 0, 16, 0, 4, 0, 0, 0, code, 0, ...guid);
}

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const floats = (...values: readonly number[]) => {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, index) => view.setFloat32(4 * index, value, true));
  return new Uint8Array(view.buffer);
};

/** Fields of a file, and its samples. */
const readable: readonly (readonly [string, WavFields, readonly number[]])[] = [
  ["int8", { bits: 8, data: bytes(0, 128, 255) }, [-1, 0, 127 / 128]],
  ["int16", { data: int16Bytes([-32_768, -1, 0, 1, 32_767]) }, [
    -1,
    -1 / 32_768,
    0,
    1 / 32_768,
    32_767 / 32_768,
  ]],
  ["int24", { bits: 24, data: bytes(0, 0, 0x80, 255, 255, 255, 1, 0, 0, 0, 0, 0x40) }, [
    -1,
    -(2 ** -23),
    2 ** -23,
    0.5,
  ]],
  ["int32", { bits: 32, data: bytes(0, 0, 0, 0x80, 0, 0, 0, 0x40) }, [-1, 0.5]],
  ["float32", { code: 3, bits: 32, data: floats(-1.5, 0.25) }, [-1.5, 0.25]],
  ["extensible int16", { code: 0xfffe, extension: extension(1), data: int16Bytes([-8192]) }, [
    -0.25,
  ]],
  ["extensible float32", {
    code: 0xfffe,
    bits: 32,
    extension: extension(3),
    data: floats(0.75),
  }, [0.75]],
  ["chunks before the data", {
    before: [chunk("LIST", bytes(1, 2, 3)), chunk("junk", bytes())],
    data: int16Bytes([16_384]),
  }, [0.5]],
];

Deno.test("decodeWav() reads every sample type", () => {
  for (const [name, fields, expected] of readable) {
    assertEquals([...decodeWav(wavFile(fields), options)], expected.map(Math.fround), name);
  }
});

Deno.test("decodeWav() reads maxSamples at most, from any offset, to the last byte", () => {
  const file = wavFile({ data: int16Bytes([1, 2, 3]) });
  assertEquals(decodeWav(file, { ...options, maxSamples: 2 }).length, 2);
  assertEquals(decodeWav(file, { ...options, maxSamples: 4 }).length, 3);
  const inner = joined(bytes(7), file, bytes(9)).subarray(1, 1 + file.length);
  assertEquals(decodeWav(inner, options), decodeWav(file, options));
  // Odd data at the end of a file without the byte that would make it even.
  const odd = wavFile({ bits: 8, data: bytes(0) });
  assertEquals([...decodeWav(odd.subarray(0, odd.length - 1), options)], [-1]);
});

Deno.test("decodeWav() leaves aside what the header says of the file's length", () => {
  for (const length of [0, 0xffff_ffff]) {
    const file = wavFile({ data: int16Bytes([16_384]) });
    new DataView(file.buffer).setUint32(4, length, true);
    assertEquals([...decodeWav(file, options)], [0.5]);
  }
});

const data = int16Bytes([1, 2]);
const good = wavFile({ data });

/** A damaged or unfitting file, and what the error says. */
const refused: readonly (readonly [Uint8Array, string])[] = [
  [bytes(), "it must begin with RIFF and WAVE, got 0 bytes"],
  [good.subarray(0, 11), "got 11 bytes"],
  [new Uint8Array(100), "it must begin with RIFF and WAVE"],
  [joined(bytes(0x52, 0x49, 0x46, 0x58), good.subarray(4)), "it must begin with RIFF"],
  [good.subarray(0, 12), "it must have a format chunk, got none"],
  [good.subarray(0, 19), "it must have a format chunk, got none"],
  [good.subarray(0, 30), 'chunk "fmt " must end within the 30 bytes of the file, got 16'],
  [good.subarray(0, 36), "it must have a data chunk, got none"],
  [good.subarray(0, good.length - 1), 'chunk "data" must end within the 47 bytes'],
  [riff(formatChunk({}), chunk("data", data, 0xffff_ffff)), "got 4294967295 from byte 44"],
  [riff(chunk("LIST", bytes(), 0x7fff_ffff), formatChunk({})), 'chunk "LIST" must end'],
  [riff(chunk("data", data), formatChunk({})), "it must have a data chunk, got none"],
  [riff(chunk("fmt ", bytes(1, 0, 1, 0))), "it must have a data chunk"],
  [riff(chunk("fmt ", bytes(1, 0, 1, 0)), chunk("data", data)), "must have 16 bytes at least"],
  [wavFile({ data, channels: 2 }), "it must have 1 channel, got 2; mix or choose one"],
  [wavFile({ data, channels: 0 }), "it must have 1 channel, got 0"],
  [wavFile({ data, rate: 44_100 }), "that of the features, 16000 Hz, got 44100 Hz; resample"],
  [wavFile({ data, code: 7, bits: 8 }), "got format code 7 with 8 bits; convert it"],
  [wavFile({ data, bits: 12, blockBytes: 2 }), "got format code 1 with 12 bits"],
  [wavFile({ data, code: 3 }), "got format code 3 with 16 bits"],
  [wavFile({ data, code: 0xfffe }), "got format code 65534 with 16 bits"],
  [wavFile({ data, code: 0xfffe, extension: extension(1, 0) }), "got format code 65534"],
  [wavFile({ data, blockBytes: 4 }), "a sample of 16 bits must take 2 bytes, got 4"],
  [wavFile({ data, blockBytes: 0 }), "a sample of 16 bits must take 2 bytes, got 0"],
  [wavFile({ data: bytes() }), "whole samples of 2 bytes, one at least, got 0 bytes"],
  [wavFile({ data: bytes(1, 2, 3) }), "whole samples of 2 bytes, one at least, got 3 bytes"],
  [wavFile({ data: floats(0, NaN), code: 3, bits: 32 }), "sample 1 must be finite, got NaN"],
  [wavFile({ data: floats(-Infinity), code: 3, bits: 32 }), "must be finite, got -Infinity"],
];

Deno.test("decodeWav() refuses damaged and unfitting files, names file and rule", () => {
  for (const [file, message] of refused) {
    const { message: text } = assertThrows(() => decodeWav(file, options), DataError, message);
    assert(text.startsWith("Cannot read clips/yes/1.wav: "), text);
  }
});

Deno.test("decodeWav() of many empty chunks ends", () => {
  const chunks = Array.from({ length: 20_000 }, () => chunk("junk", bytes()));
  assertThrows(() => decodeWav(riff(...chunks), options), DataError, "must have a format chunk");
});

Deno.test("decodeWav() of any damaged byte gives samples or a DataError", () => {
  const file = wavFile({ before: [chunk("LIST", bytes(1, 2, 3))], data });
  let refusals = 0;
  for (let at = 0; at < file.length; at++) {
    for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
      const damaged = file.slice();
      damaged[at] = value;
      try {
        assert(decodeWav(damaged, options).length <= 2);
      } catch (error) {
        assert(error instanceof DataError, `byte ${at} as ${value}: ${error}`);
        refusals++;
      }
    }
  }
  assert(refusals > 100, `${refusals}`);
});
