/** The parts of `fft.js` 4.0 that ptqbench uses; its own declarations leave every type open. */
declare module "fft.js" {
  export default class FFT {
    /** @throws {Error} When the size is not a power of two above 1. */
    constructor(size: number);
    /** cos(2 pi k / size), -sin(2 pi k / size) for k = 0 to size - 1. */
    readonly table: number[];
    /**
     * The spectrum of `size` real values: bins 0 to size / 2 as pairs of real and imaginary part;
     * `out` holds 2 * size numbers.
     */
    realTransform(out: Float64Array, data: Float64Array): void;
  }
}
