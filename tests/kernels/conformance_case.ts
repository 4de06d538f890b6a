import type { Int8Buffer, KernelSet } from "../../src/kernels/mod.ts";
import type { Finished } from "./oracle/finish.ts";
import { untouched } from "./buffers.ts";

/** Named outputs: `y`, and for dynamic ones `scales` and `zeroPoints`. */
export type Outputs = Readonly<Record<string, ArrayLike<number>>>;

/** One line of the conformance table. */
export interface ConformanceCase {
  /** Op, shape and seed. */
  readonly name: string;
  /** Runs the op on buffers of the set's memory: what it wrote, and what it should have. */
  run(kernels: KernelSet): { readonly actual: Outputs; readonly expected: Outputs };
}

/** What a buffer holds. */
export function contents(buffer: Int8Buffer): Outputs {
  return buffer.kind === "static"
    ? { y: buffer.data }
    : { y: buffer.data, scales: buffer.scales, zeroPoints: buffer.zeroPoints };
}

/** What an output should hold after a run, the sample that did not run untouched. */
export function expectedOutputs(samples: readonly Finished[]): Outputs {
  const idle = samples[0]!.values.map(() => untouched);
  const y = [...samples.flatMap(({ values }) => values), ...idle];
  if (samples[0]!.parameters === undefined) return { y };
  return {
    y,
    scales: [...samples.map(({ parameters }) => parameters!.scale), untouched],
    zeroPoints: [...samples.map(({ parameters }) => parameters!.zeroPoint), untouched],
  };
}

/** The first place where outputs differ, or undefined. NaN equals NaN; in float32 -0 is not 0. */
export function difference(actual: Outputs, expected: Outputs): string | undefined {
  for (const name of Object.keys(expected)) {
    const [a, e] = [actual[name], expected[name]!];
    if (a?.length !== e.length) return `${name} has ${a?.length} elements, expected ${e.length}`;
    const same = a instanceof Float32Array ? Object.is : (x: unknown, y: unknown) => x === y;
    for (let i = 0; i < e.length; i++) {
      if (!same(a[i], e[i])) return `${name}[${i}] is ${a[i]}, expected ${e[i]}`;
    }
  }
  return undefined;
}
