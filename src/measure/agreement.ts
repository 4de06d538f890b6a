import type { Session } from "../execute/mod.ts";
import { sqnrDb } from "../statistics/mod.ts";
import type { Tensor } from "../tensor/mod.ts";

/** The real values that a session gave a layer, all samples, in the graph's own axis order. */
export type LayerValues = ReadonlyMap<string, Float32Array>;

/** How far a layer is from the same layer elsewhere. */
export interface LayerAgreement {
  readonly layer: string;
  /** 10 log10 of signal energy over difference energy; `undefined` where there is no difference. */
  readonly sqnrDb: number | undefined;
  /** The largest absolute difference. */
  readonly maxDifference: number;
  /** The same as a share of the layer's largest absolute value, 0 where that is 0. */
  readonly relative: number;
}

/**
 * Runs a session once and keeps the real value of every activation: codes as `scale * (code - zero
 * point)` in float32.
 *
 * @param nameOf The name to keep a value under; `undefined` leaves it out.
 */
export function layerValues(
  session: Session,
  inputs: Readonly<Record<string, Tensor>>,
  nameOf: (value: string) => string | undefined = (value) => value,
): LayerValues {
  const values = new Map<string, Float32Array>();
  session.run(inputs, {
    tap: (value, data, samples, parametersOf) => {
      const name = nameOf(value);
      if (name === undefined) return;
      if (data instanceof Float32Array) {
        values.set(name, data.slice());
        return;
      }
      const each = data.length / samples;
      values.set(
        name,
        Float32Array.from(data, (code, i) => {
          const parameters = parametersOf(Math.floor(i / each));
          return parameters ? parameters.scale * (code - parameters.zeroPoint) : code;
        }),
      );
    },
  });
  return values;
}

/**
 * Compares the layers that two sets of values have in common, in the order of the first.
 *
 * @example
 * ```ts
 * import { compareLayers } from "./agreement.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const exact = new Map([["y", Float32Array.of(4, -1)]]);
 * const [y] = compareLayers(exact, new Map([["y", Float32Array.of(4, -0.5)]]));
 * assertEquals([y!.maxDifference, y!.relative], [0.5, 0.125]);
 * ```
 */
export function compareLayers(exact: LayerValues, other: LayerValues): readonly LayerAgreement[] {
  return [...exact].flatMap(([layer, expected]) => {
    const actual = other.get(layer);
    return actual === undefined ? [] : [compareLayer(layer, expected, actual)];
  });
}

function compareLayer(layer: string, exact: Float32Array, other: Float32Array): LayerAgreement {
  if (exact.length !== other.length) {
    throw new RangeError(
      `Cannot compare layer "${layer}": it must have ${exact.length} elements, got ${other.length}`,
    );
  }
  let [signal, noise, largest, maxDifference] = [0, 0, 0, 0];
  for (let i = 0; i < exact.length; i++) {
    const x = exact[i]!;
    // What is equal has no difference, infinities too; NaN is as far as it gets.
    const difference = Object.is(x, other[i]!) ? 0 : Math.abs(x - other[i]!);
    signal += x * x;
    noise += difference * difference;
    largest = Math.max(largest, Math.abs(x));
    maxDifference = Math.max(maxDifference, Number.isNaN(difference) ? Infinity : difference);
  }
  const finite = Number.isFinite(signal) && Number.isFinite(noise);
  return {
    layer,
    sqnrDb: finite ? sqnrDb(signal, noise) : undefined,
    maxDifference,
    relative: Number.isFinite(maxDifference) && maxDifference > 0
      ? maxDifference / largest
      : maxDifference,
  };
}
