import { DataError } from "../error.ts";

/** Options of {@link decodeWav}. */
export interface WavOptions {
  /** What errors call the file. */
  readonly file: string;
  /** The rate that the file must have. */
  readonly sampleRateHz: number;
  /** Samples after so many are not read. */
  readonly maxSamples: number;
}

/** Codes of the format chunk. */
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** How the subformat of an extensible format ends, after two bytes that are a code as above. */
const SUBFORMAT_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

const FORMAT_BYTES = 16;
const EXTENSIBLE_BYTES = 40;
const SUBFORMAT_AT = 24;
const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/** A chunk of the file: its name, and where its content lies. */
interface Chunk {
  readonly name: string;
  readonly start: number;
  readonly size: number;
}

type Fail = (rule: string) => DataError;

/** The value of the sample at a byte. */
type ReadSample = (view: DataView, at: number) => number;

/** Sample types by their name: format code and bits. */
const readers: Readonly<Record<string, ReadSample>> = {
  [`${PCM}:8`]: (view, at) => (view.getUint8(at) - 128) / 2 ** 7,
  [`${PCM}:16`]: (view, at) => view.getInt16(at, true) / 2 ** 15,
  [`${PCM}:24`]: (view, at) => (view.getInt8(at + 2) * 65_536 + view.getUint16(at, true)) / 2 ** 23,
  [`${PCM}:32`]: (view, at) => view.getInt32(at, true) / 2 ** 31,
  [`${FLOAT}:32`]: (view, at) => view.getFloat32(at, true),
};

/**
 * The samples of a WAV file of one channel: integers of 8, 16, 24 or 32 bits divided by 2^(bits - 1),
 * so in [-1, 1) before they are rounded to float32, or float32 as they are. RIFF as in Microsoft's
 * "Multimedia Programming Interface and Data Specifications 1.0"; chunks other than format and data are
 * passed over.
 *
 * @throws {DataError} When the file is damaged, has another rate, several channels or another coding,
 * or holds a sample that is not finite: names file and rule.
 */
export function decodeWav(bytes: Uint8Array, options: WavOptions): Float32Array {
  const { file, sampleRateHz, maxSamples } = options;
  const fail: Fail = (rule) => new DataError(`Cannot read ${file}: ${rule}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { format, data } = findChunks(view, fail);
  const { readSample, sampleBytes } = readFormat(view, { format, sampleRateHz, fail });
  if (data.size === 0 || data.size % sampleBytes !== 0) {
    throw fail(
      `its data must be whole samples of ${sampleBytes} bytes, one at least, got ${data.size} bytes`,
    );
  }
  const samples = new Float32Array(Math.min(data.size / sampleBytes, maxSamples));
  for (let index = 0; index < samples.length; index++) {
    const value = readSample(view, data.start + index * sampleBytes);
    if (!Number.isFinite(value)) throw fail(`sample ${index} must be finite, got ${value}`);
    samples[index] = value;
  }
  return samples;
}

/** The format chunk and the data chunk after it; every step passes at least a chunk's header. */
function findChunks(view: DataView, fail: Fail): { readonly format: Chunk; readonly data: Chunk } {
  const riff = view.byteLength >= HEADER_BYTES ? nameAt(view, 0) + nameAt(view, 8) : "";
  if (riff !== "RIFFWAVE") {
    throw fail(`it must begin with RIFF and WAVE, got ${view.byteLength} bytes that do not`);
  }
  // Where the file itself says that it ends is left aside: writers get it wrong, chunks decide.
  const end = view.byteLength;
  let format: Chunk | undefined;
  for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= end;) {
    const chunk: Chunk = {
      name: nameAt(view, at),
      start: at + CHUNK_HEADER_BYTES,
      size: view.getUint32(at + 4, true),
    };
    if (chunk.start + chunk.size > end) {
      throw fail(
        `chunk ${JSON.stringify(chunk.name)} must end within the ${end} bytes of the file, got ` +
          `${chunk.size} from byte ${chunk.start} on; the file is truncated, or was streamed ` +
          `without a size: write it again`,
      );
    }
    if (chunk.name === "fmt ") format ??= chunk;
    else if (chunk.name === "data" && format !== undefined) return { format, data: chunk };
    at = chunk.start + chunk.size + chunk.size % 2;
  }
  throw fail(`it must have a ${format === undefined ? "format" : "data"} chunk, got none`);
}

function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}

interface FormatOptions {
  readonly format: Chunk;
  readonly sampleRateHz: number;
  readonly fail: Fail;
}

interface SampleFormat {
  readonly readSample: ReadSample;
  readonly sampleBytes: number;
}

function readFormat(view: DataView, { format, sampleRateHz, fail }: FormatOptions): SampleFormat {
  const { start, size } = format;
  if (size < FORMAT_BYTES) {
    throw fail(`its format chunk must have ${FORMAT_BYTES} bytes at least, got ${size}`);
  }
  const channels = view.getUint16(start + 2, true);
  if (channels !== 1) {
    throw fail(`it must have 1 channel, got ${channels}; mix or choose one before (sox: remix 1)`);
  }
  const rate = view.getUint32(start + 4, true);
  if (rate !== sampleRateHz) {
    throw fail(
      `its sample rate must be that of the features, ${sampleRateHz} Hz, got ${rate} Hz; ` +
        `resample it (sox: rate ${sampleRateHz})`,
    );
  }
  const code = codeOf(view, format);
  const bits = view.getUint16(start + 14, true);
  const readSample = readers[`${code}:${bits}`];
  if (readSample === undefined) {
    throw fail(
      `its samples must be integers of 8, 16, 24 or 32 bits or floats of 32, got format code ` +
        `${code} with ${bits} bits; convert it to 16-bit PCM`,
    );
  }
  const blockBytes = view.getUint16(start + 12, true);
  if (blockBytes !== bits / 8) {
    throw fail(`a sample of ${bits} bits must take ${bits / 8} bytes, got ${blockBytes}`);
  }
  return { readSample, sampleBytes: bits / 8 };
}

/** The format code; that of the subformat where the format is extensible and of the known sort. */
function codeOf(view: DataView, { start, size }: Chunk): number {
  const code = view.getUint16(start, true);
  if (code !== EXTENSIBLE || size < EXTENSIBLE_BYTES) return code;
  const tail = start + SUBFORMAT_AT + 2;
  const known = SUBFORMAT_TAIL.every((byte, index) => view.getUint8(tail + index) === byte);
  return known ? view.getUint16(start + SUBFORMAT_AT, true) : code;
}
