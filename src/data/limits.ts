/** What one data set may ask for, so that a damaged or hostile file cannot exhaust the machine. */

/** Samples of a part. */
export const maxSamples = 2 ** 24;

/** Values of a sample. */
export const maxSampleValues = 2 ** 26;

/** Bytes of what is unpacked into memory. */
export const maxMemoryBytes = 2 ** 30;

/** Bytes of a file that is one sample. */
export const maxSampleFileBytes = 2 ** 26;

/** The largest label: there are at most 65,535 classes. */
export const maxLabel = 65_534;

/**
 * Bytes that a byte of a deflate stream can stand for: two bits, a length and a distance, give 258 bytes.
 * Source: zlib, "Technical Details", maximum compression factor.
 */
export const maxInflation = 1032;
