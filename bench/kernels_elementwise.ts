// deno-lint-ignore-file no-console
/**
 * Speed of the float32 kernels and of the int8 kernels without weights:
 * `deno run --allow-read --allow-env bench/kernels_elementwise.ts [filter]`.
 *
 * For each op at batch 1 and 32, billions of multiply-accumulates (ops with weights, taps in the padding
 * counted) or of input elements (all others) a second of the reference and of the WASM kernels, and
 * their ratio. Both alternate in one process, and each figure is the median of its rounds, so that
 * ratios hold on a busy machine where absolute figures do not.
 */
import { referenceKernels } from "../src/kernels/reference/mod.ts";
import { wasmKernels } from "../src/kernels/wasm/wasm_kernels.ts";
import { cases } from "./kernels_elementwise_cases.ts";

const rounds = 7;
const roundMs = 8;
const batches = [1, 32] as const;
const sets = [referenceKernels, wasmKernels];

function elapsedMs(run: () => void, times: number): number {
  const start = performance.now();
  for (let i = 0; i < times; i++) run();
  return performance.now() - start;
}

/** How often to run so that a round lasts about `roundMs`; compiles on the way. */
function timesOf(run: () => void): number {
  for (let times = 1;; times *= 2) {
    if (elapsedMs(run, times) >= roundMs) return times;
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const filter = Deno.args[0] ?? "";
console.log(`${"op".padEnd(44)}batch  reference     wasm    ratio`);
for (const { name, work, bind } of cases) {
  if (!name.includes(filter)) continue;
  for (const batch of batches) {
    const runs = sets.map((kernels) => {
      const run = bind(kernels, kernels.createMemory(), batch);
      return () => run(batch);
    });
    const times = runs.map(timesOf);
    const samples: readonly number[][] = runs.map(() => []);
    for (let round = 0; round < rounds; round++) {
      runs.forEach((run, i) => samples[i]!.push(elapsedMs(run, times[i]!) / times[i]!));
    }
    const [reference, wasm] = samples.map(median) as [number, number];
    const rate = (ms: number) => (work * batch / ms / 1e6).toFixed(3).padStart(9);
    console.log(
      `${name.padEnd(44)}${`${batch}`.padStart(5)}  ${rate(reference)}${rate(wasm)}` +
        `${(reference / wasm).toFixed(1).padStart(9)}`,
    );
  }
}
