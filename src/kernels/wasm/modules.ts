/** The compiled modules of this thread, and which of the two builds its processor can run. */
import type { ElementwiseExports } from "./elementwise_exports.ts";

/** What `assembly/index.ts` exports: each takes the address of a plan and a number of samples. */
export interface KernelExports extends ElementwiseExports {
  readonly freeFrom: () => number;
  readonly conv2dInt8: (plan: number, samples: number) => void;
  readonly depthwiseConv2dInt8: (plan: number, samples: number) => void;
  readonly fullyConnectedInt8: (plan: number, samples: number) => void;
  readonly winogradConv2dInt8: (plan: number, samples: number) => void;
  readonly prepareStatic: (plan: number) => void;
  readonly probeDot: (weights: number, x: number, out: number) => void;
}

/** The two builds of the kernels, as files beside this one. */
export const builds = { simd: "kernels.wasm", relaxed: "kernels_relaxed.wasm" } as const;

/** The name of a build. */
export type BuildName = keyof typeof builds;

/** Pages of 64 KiB that a memory may grow to: 4 GiB. */
export const maximumPages = 65536;

/** How a build multiplies int8 codes. */
export interface Operands {
  /** Bytes of one packed operand: 1 for the relaxed dot product of bytes, 2 for the one of int16. */
  readonly bytes: 1 | 2;
  /** What packing adds to a code of one byte: 128 where the dot product takes it as unsigned. */
  readonly offset: 0 | 128;
}

/** A compiled build. */
export interface KernelModule {
  readonly module: WebAssembly.Module;
  readonly operands: Operands;
}

const compiled = new Map<BuildName, KernelModule | undefined>();

/**
 * A build, compiled once a thread; undefined where this engine has no relaxed SIMD, or its dot
 * product of bytes is not exact.
 */
export function kernelModule(build: BuildName): KernelModule | undefined {
  if (!compiled.has(build)) compiled.set(build, compile(build));
  return compiled.get(build);
}

/** The fastest build that this processor runs exactly. */
export function bestModule(): KernelModule {
  return kernelModule("relaxed") ?? kernelModule("simd")!;
}

/** An instance of a module on a memory. */
export function instantiate(
  { module }: KernelModule,
  memory: WebAssembly.Memory,
): KernelExports {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as KernelExports;
}

function compile(build: BuildName): KernelModule | undefined {
  const bytes = Deno.readFileSync(new URL(`./${builds[build]}`, import.meta.url));
  if (build === "simd") {
    return { module: new WebAssembly.Module(bytes), operands: { bytes: 2, offset: 0 } };
  }
  if (!WebAssembly.validate(bytes)) return undefined;
  const module = new WebAssembly.Module(bytes);
  const offset = byteOffset(module);
  return offset === undefined ? undefined : { module, operands: { bytes: 1, offset } };
}

/**
 * How the relaxed dot product takes its second operand, which must be below 128 to be portable: as
 * unsigned (x64 with VNNI: offset 128), as signed (Arm with SDOT: offset 0), or neither, because it
 * saturates in between (older x64). Asked with the extremes of both types, in all four lanes.
 */
function byteOffset(module: WebAssembly.Module): 0 | 128 | undefined {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared: true });
  const { probeDot } = instantiate({ module, operands: { bytes: 1, offset: 0 } }, memory);
  const weights = new Int8Array(memory.buffer, 0, 16);
  const x = new Int8Array(memory.buffer, 16, 16);
  const out = new Int32Array(memory.buffer, 32, 4);
  const extremes = [-128, -127, -1, 0, 1, 126, 127];
  const exact = (offset: 0 | 128) =>
    extremes.every((weight) =>
      extremes.every((code) => {
        // One lane holds an extreme alone, the others four, with a neighbour of either sign.
        weights.set([weight, 0, 0, 0, weight, weight, weight, weight], 0);
        weights.set([weight, 127, weight, -128, weight, -128, 127, weight], 8);
        x.set([code, code, code, code, code, code, code, code], 0);
        x.set([code, code, -code, 127, code, 127, code, -1], 8);
        out.fill(7);
        probeDot(weights.byteOffset, x.byteOffset, out.byteOffset);
        return out.every((sum, lane) => {
          let expected = 7;
          for (let i = 4 * lane; i < 4 * lane + 4; i++) {
            const operand = offset === 128 ? x[i]! & 255 : x[i]!;
            expected += weights[i]! * operand;
          }
          return sum === expected;
        });
      })
    );
  return exact(128) ? 128 : exact(0) ? 0 : undefined;
}
