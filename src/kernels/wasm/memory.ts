import { bytesPerElement, type DType, type TypedArrays } from "../../tensor/mod.ts";
import type { KernelMemory } from "../kernel_set.ts";
import {
  bestModule,
  type BuildName,
  instantiate,
  type KernelExports,
  type KernelModule,
  kernelModule,
  maximumPages,
  type Operands,
} from "./modules.ts";

const pageBytes = 65536;
/** Buffers begin at multiples of this, a cache line. */
const alignment = 64;
/** Kernels read and write up to this far past the end of a buffer, into the next or into nothing. */
const slackBytes = 256;

/** A kernel memory: one WebAssembly memory with one instance of the kernels on it. */
export interface WasmMemory extends KernelMemory {
  readonly exports: KernelExports;
  readonly operands: Operands;
  /** The memory as it is now. */
  readonly buffer: ArrayBufferLike;
  /** The address of scratch of at least `bytes`: every op that asks by this name gets the same. */
  scratch(name: string, bytes: number): number;
}

/** The memory that a buffer belongs to. Growing a memory gives it one more buffer object. */
const memories = new WeakMap<ArrayBufferLike, WasmMemory>();

/**
 * The kernel memory that an array lies in.
 *
 * @throws {TypeError} When the array was not allocated by a memory of this kernel set.
 */
export function memoryOf(array: ArrayBufferView): WasmMemory {
  const memory = memories.get(array.buffer);
  if (memory === undefined) {
    throw new TypeError(
      "Cannot bind a wasm kernel: its buffers must come from createMemory() of the wasm kernel " +
        `set, got a ${array.byteLength}-byte view of another buffer`,
    );
  }
  return memory;
}

/**
 * A new memory. It is shared, although no other thread sees it, because growing a shared memory
 * leaves the views of it valid.
 *
 * @throws {RangeError} When the build asked for does not run exactly on this processor.
 */
export function createWasmMemory(
  { build }: {
    /** @default the fastest that runs exactly here */
    readonly build?: BuildName;
  } = {},
): WasmMemory {
  const module: KernelModule | undefined = build ? kernelModule(build) : bestModule();
  if (module === undefined) {
    throw new RangeError(
      `Cannot use the ${build} build: this processor has no exact relaxed dot product of bytes`,
    );
  }
  const memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared: true });
  const exports = instantiate(module, memory);
  let used = Math.ceil(exports.freeFrom() / alignment) * alignment;
  const places = new Map<string, { readonly at: number; readonly bytes: number }>();

  const reserve = (bytes: number): number => {
    const at = used;
    used = Math.ceil((at + bytes) / alignment) * alignment;
    const missing = used + slackBytes - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / pageBytes));
      memories.set(memory.buffer, wasmMemory);
    }
    return at;
  };
  const wasmMemory: WasmMemory = {
    exports,
    operands: module.operands,
    get buffer() {
      return memory.buffer;
    },
    allocate(dtype, length) {
      const at = reserve(length * bytesPerElement(dtype));
      return view(memory.buffer, dtype, { at, length });
    },
    scratch(name, bytes) {
      const place = places.get(name);
      if (place !== undefined && place.bytes >= bytes) return place.at;
      const at = reserve(bytes);
      places.set(name, { at, bytes });
      return at;
    },
  };
  memories.set(memory.buffer, wasmMemory);
  return wasmMemory;
}

/** A typed array on a place in a buffer. */
function view<D extends DType>(
  buffer: ArrayBufferLike,
  dtype: D,
  { at, length }: { readonly at: number; readonly length: number },
): TypedArrays[D] {
  const views: { readonly [K in DType]: () => TypedArrays[K] } = {
    float32: () => new Float32Array(buffer, at, length),
    int8: () => new Int8Array(buffer, at, length),
    uint8: () => new Uint8Array(buffer, at, length),
    int16: () => new Int16Array(buffer, at, length),
    int32: () => new Int32Array(buffer, at, length),
  };
  return views[dtype]();
}
