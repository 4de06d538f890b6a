/**
 * What raw samples are, and so what may shift them: images with pixels from black to white, features of
 * audio (log-mel, MFCC), or vectors of measurements.
 */
export const domains = ["image", "audio", "vector"] as const;

/** The name of a domain. */
export type Domain = typeof domains[number];
