/** A WAV file for tests: every field as given, right or wrong. */
export interface WavFields {
  /** The samples, as they are stored. */
  readonly data: Uint8Array;
  /** @default 16000 */
  readonly rate?: number;
  /** @default 1 */
  readonly channels?: number;
  /** @default 16 */
  readonly bits?: number;
  /** @default 1 */
  readonly code?: number;
  /** What follows the 16 bytes of the format chunk. */
  readonly extension?: Uint8Array;
  /** Bytes of one step, `bits / 8` a channel unless given. */
  readonly blockBytes?: number;
  /** Chunks before the data. */
  readonly before?: readonly Uint8Array[];
}

const text = (word: string) => new TextEncoder().encode(word);

const u16 = (value: number) => Uint8Array.of(value & 255, value >> 8);

const u32 = (value: number) =>
  Uint8Array.of(value & 255, value >>> 8 & 255, value >>> 16 & 255, value >>> 24);

/** Arrays of bytes one after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A chunk with a size that may be a lie, padded to an even length. */
export function chunk(name: string, content: Uint8Array, size = content.length): Uint8Array {
  return joined(text(name), u32(size), content, new Uint8Array(content.length % 2));
}

/** RIFF, WAVE and those chunks. */
export function riff(...chunks: readonly Uint8Array[]): Uint8Array {
  const content = joined(text("WAVE"), ...chunks);
  return joined(text("RIFF"), u32(content.length), content);
}

/** The format chunk of those fields. */
export function formatChunk(fields: Omit<WavFields, "data">): Uint8Array {
  const { rate = 16_000, channels = 1, bits = 16, code = 1 } = fields;
  const { blockBytes = channels * bits / 8, extension = new Uint8Array() } = fields;
  return chunk(
    "fmt ",
    joined(
      u16(code),
      u16(channels),
      u32(rate),
      u32(rate * blockBytes),
      u16(blockBytes),
      u16(bits),
      extension,
    ),
  );
}

/** A whole file. */
export function wavFile(fields: WavFields): Uint8Array {
  return riff(formatChunk(fields), ...fields.before ?? [], chunk("data", fields.data));
}

/** int16 samples as they are stored. */
export function int16Bytes(samples: readonly number[]): Uint8Array {
  return Uint8Array.from(
    { length: 2 * samples.length },
    (_, at) => at % 2 === 0 ? samples[at / 2]! & 255 : samples[(at - 1) / 2]! >> 8,
  );
}
