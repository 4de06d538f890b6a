import { assertEquals } from "@std/assert";
import { makeScale, makeZeroPoint } from "../../src/affine/mod.ts";
import type { FixedPoint } from "../../src/affine/mod.ts";
import {
  type KernelSet,
  kernelSetNames,
  kernelSets,
  type StaticInt8,
  type WeightedOutput,
} from "../../src/kernels/mod.ts";
import { bindAddInt8 } from "../../src/kernels/reference/add.ts";
import { bindMulInt8 } from "../../src/kernels/reference/mul.ts";
import { sharedData } from "../shared_data.ts";
import { placed } from "./buffers.ts";

/** One case of `int8-golden`: see the README beside the data. */
interface Golden {
  readonly name: string;
  readonly op: string;
  readonly params: Readonly<Record<string, number>>;
  readonly arrays: Readonly<Record<string, { readonly data: readonly number[] }>>;
}

const noClamp = { min: -Infinity, max: Infinity };
const folder = sharedData("int8-golden");

/** The array of the first of these names that the case has. */
function arrayOf({ name, arrays }: Golden, ...names: readonly string[]): readonly number[] {
  const found = names.find((candidate) => arrays[candidate]);
  if (found === undefined) throw new Error(`Cannot find ${names.join(" or ")} in ${name}`);
  return arrays[found]!.data;
}

/** A static buffer of codes; the scale has no part in these cases. */
function buffer(data: Int8Array, zeroPoint: number): StaticInt8 {
  return { kind: "static", data, scale: makeScale(1), zeroPoint: makeZeroPoint(zeroPoint) };
}

/** One multiplier a channel: those of the file, else the one in its parameters. */
function multipliersOf({ params, arrays }: Golden, channels: number): readonly FixedPoint[] {
  if (params.output_multiplier !== undefined) {
    const one = { multiplier: params.output_multiplier, shift: params.output_shift! };
    return Array.from({ length: channels }, () => one);
  }
  const multipliers = (arrays.output_mult ?? arrays.output_multiplier)!.data;
  const shifts = arrays.output_shift!.data;
  return Array.from({ length: channels }, (_, c) => ({
    multiplier: multipliers[c]!,
    shift: shifts[c]!,
  }));
}

/** Runs a convolution, depthwise convolution or fully connected layer. */
function runWeighted(kernels: KernelSet, golden: Golden, length: number): Int8Array {
  const { params: p } = golden;
  const memory = kernels.createMemory();
  const channels = p.out_ch!;
  const weights = arrayOf(golden, "weights");
  const bias = golden.arrays.biases ?? golden.arrays.bias;
  const y = memory.allocate("int8", length);
  const output: WeightedOutput = {
    kind: "static",
    y: buffer(y, p.output_offset!),
    bias: bias && placed(memory, "int32", bias.data),
    multipliers: multipliersOf(golden, channels),
    codes: { min: p.out_activation_min!, max: p.out_activation_max! },
  };
  const args = {
    x: buffer(placed(memory, "int8", arrayOf(golden, "input")), -p.input_offset!),
    weights: {
      data: placed(memory, "int8", weights),
      scales: memory.allocate("float32", channels),
      zeroPoint: 0 - (p.filter_offset ?? 0),
    },
    output,
  };
  if (golden.op === "fully_connected") {
    const geometry = { rows: p.input_batches!, inputs: p.accumulation_depth!, outputs: channels };
    kernels.int8.fullyConnected({ ...args, geometry })(1);
    return y;
  }
  const geometry = {
    images: p.input_batches!,
    inputHeight: p.input_h!,
    inputWidth: p.input_w!,
    inputChannels: p.in_ch!,
    outputHeight: p.output_h!,
    outputWidth: p.output_w!,
    outputChannels: channels,
    kernelHeight: p.filter_y!,
    kernelWidth: p.filter_x!,
    strideHeight: p.stride_y!,
    strideWidth: p.stride_x!,
    dilationHeight: p.dilation_y!,
    dilationWidth: p.dilation_x!,
    padTop: p.pad_y!,
    padLeft: p.pad_x!,
    groups: 1,
  };
  const run = golden.op === "conv"
    ? kernels.int8.conv2d({ ...args, geometry })
    : kernels.int8.depthwiseConv2d({ ...args, geometry });
  run(1);
  return y;
}

function runPool(kernels: KernelSet, golden: Golden, length: number): Int8Array {
  const { params: p } = golden;
  const memory = kernels.createMemory();
  const y = memory.allocate("int8", length);
  const args = {
    x: placed(memory, "int8", arrayOf(golden, "input_tensor")),
    y,
    geometry: {
      images: p.batch_size!,
      inputHeight: p.input_h!,
      inputWidth: p.input_w!,
      inputChannels: p.input_c!,
      outputHeight: p.output_h!,
      outputWidth: p.output_w!,
      outputChannels: p.output_c!,
      kernelHeight: p.filter_h!,
      kernelWidth: p.filter_w!,
      strideHeight: p.stride_h!,
      strideWidth: p.stride_w!,
      dilationHeight: 1,
      dilationWidth: 1,
      padTop: p.padding_h!,
      padLeft: p.padding_w!,
    },
    codes: { min: p.activation_min!, max: p.activation_max! },
  };
  const run = golden.op === "avg_pool"
    ? kernels.int8.averagePool2d(args)
    : kernels.int8.maxPool2d(args);
  run(1);
  return y;
}

/** Addition and multiplication bring their multipliers, which only the inner functions take. */
function runPair(golden: Golden, length: number): Int8Array {
  const { params: p } = golden;
  const y = new Int8Array(length);
  const args = {
    a: buffer(Int8Array.from(arrayOf(golden, "input1")), -p.input1_offset!),
    b: buffer(Int8Array.from(arrayOf(golden, "input2")), -p.input2_offset!),
    y: buffer(y, p.output_offset!),
    geometry: { elements: length, aPerSample: length, bPerSample: length },
    clamp: noClamp,
  };
  const output = { multiplier: p.output_mult!, shift: p.output_shift! };
  const run = golden.op === "mul" ? bindMulInt8(args, output) : bindAddInt8(args, {
    a: { multiplier: p.input1_mult!, shift: p.input1_shift! },
    b: { multiplier: p.input2_mult!, shift: p.input2_shift! },
    output,
  });
  run(1);
  return y;
}

/** Whether the weights that the file holds are as many as its sizes say. */
function weightsFit(golden: Golden): boolean {
  if (golden.op !== "fully_connected") return true;
  const { out_ch: outputs, accumulation_depth: inputs } = golden.params;
  return arrayOf(golden, "weights").length === outputs! * inputs!;
}

function readGoldens(): readonly Golden[] {
  return [...Deno.readDirSync(folder!)]
    .filter(({ name }) => name.endsWith(".json"))
    .map(({ name }) => JSON.parse(Deno.readTextFileSync(`${folder}/${name}`)) as Golden);
}

for (const name of kernelSetNames) {
  Deno.test({
    name: `the ${name} kernel set equals every case of int8-golden (needs shared data)`,
    ignore: folder === undefined,
    fn() {
      const goldens = readGoldens();
      assertEquals(goldens.length, 61);
      // Two files hold the weights of another data set ([22, 89]), with which no output can agree.
      const unfit = goldens.filter((golden) => !weightsFit(golden)).map((golden) => golden.name);
      const known = ["fully_connected", "fully_connected_mve_0"];
      assertEquals(unfit.filter((found) => !known.includes(found)), []);
      for (const golden of goldens.filter(weightsFit)) {
        const expected = arrayOf(golden, "output_ref", "output");
        const actual = golden.op.endsWith("pool")
          ? runPool(kernelSets[name], golden, expected.length)
          : golden.op === "add" || golden.op === "mul"
          ? runPair(golden, expected.length)
          : runWeighted(kernelSets[name], golden, expected.length);
        assertEquals([...actual], expected, golden.name);
      }
    },
  });
}
