/** What Conv and the pools have in common: windows, and operands with channels second. */
import { ensure, type Op, type Pads, type Pair } from "../../graph/mod.ts";
import { type BoundShape, formatShape, sampleShape } from "../../tensor/mod.ts";
import type { GraphBuilder, OutputCodes } from "./builder.ts";
import type { NodeReader } from "./node_reader.ts";
import type { ActivationOperand, Operand } from "./operand.ts";

/** A window over height and width; of one that slides over one axis, the height is 1. */
export interface OnnxWindow {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pads: Pads;
}

/** The last sizes of [N, C, L] or [N, C, H, W]. */
export function spatialSizes(x: ActivationOperand): BoundShape {
  const sizes = sampleShape(x.shape.slice(2));
  ensure(
    sizes.length === 1 || sizes.length === 2,
    () =>
      `windows must slide over 1 or 2 axes, got ${Math.max(sizes.length, 0)} in ` +
      formatShape(x.shape),
  );
  return sizes;
}

/**
 * The window of a node on an operand of those sizes: `strides`, `dilations`, `pads` and `auto_pad`.
 * SAME pads to `ceil(size / stride)` outputs; the odd element goes to the end (UPPER) or the start.
 */
export function windowOf(
  node: NodeReader,
  kernel: readonly number[],
  sizes: BoundShape,
): OnnxWindow {
  const axes = sizes.length;
  const list = (name: string, length: number, otherwise: number) => {
    const values = node.integers(name) ?? Array.from({ length }, () => otherwise);
    ensure(
      values.length === length && values.every((v) => Number.isSafeInteger(v)),
      () => `${name} must have ${length} integers, got [${values.join(", ")}]`,
    );
    ensure(
      values.every((value) => value >= otherwise),
      () => `${name} must be at least ${otherwise}, got [${values.join(", ")}]`,
    );
    return values;
  };
  ensure(
    kernel.length === axes && kernel.every((size) => Number.isSafeInteger(size) && size > 0),
    () => `kernel_shape must have ${axes} positive integers, got [${kernel.join(", ")}]`,
  );
  const strides = list("strides", axes, 1);
  const dilations = list("dilations", axes, 1);
  const pads = list("pads", 2 * axes, 0);
  const auto = node.string("auto_pad") ?? "NOTSET";
  const automatic = autoPads(
    auto,
    sizes.map((size, i) => ({
      size,
      stride: strides[i]!,
      reach: (kernel[i]! - 1) * dilations[i]! + 1,
    })),
  );
  ensure(
    automatic === undefined || pads.every((pad) => pad === 0),
    () => `pads must be absent with auto_pad ${auto}, got [${pads.join(", ")}]`,
  );
  return {
    kernel: pair(kernel, 1),
    strides: pair(strides, 1),
    dilations: pair(dilations, 1),
    pads: padsOf(automatic ?? pads),
  };
}

function pair(values: readonly number[], height: number): Pair {
  return values.length === 1 ? [height, values[0]!] : [values[0]!, values[1]!];
}

/** Pads at the start of each axis, then at the end. */
function padsOf(values: readonly number[]): Pads {
  return values.length === 2
    ? [0, values[0]!, 0, values[1]!]
    : [values[0]!, values[1]!, values[2]!, values[3]!];
}

function autoPads(
  auto: string,
  axes: readonly { readonly size: number; readonly stride: number; readonly reach: number }[],
): readonly number[] | undefined {
  if (auto === "NOTSET" || auto === "") return undefined;
  if (auto === "VALID") return axes.flatMap(() => [0, 0]);
  ensure(
    auto === "SAME_UPPER" || auto === "SAME_LOWER",
    () => `auto_pad must be NOTSET, VALID, SAME_UPPER or SAME_LOWER, got ${auto}`,
  );
  const totals = axes.map(({ size, stride, reach }) =>
    Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0)
  );
  const less = totals.map((total) => Math.floor(total / 2));
  const more = totals.map((total) => Math.ceil(total / 2));
  return auto === "SAME_UPPER" ? [...less, ...more] : [...more, ...less];
}

/**
 * An [N, C, L] or [N, C, H, W] operand as [N, H, W, C]; one axis becomes the width of a height of 1.
 */
export function toImage(
  node: NodeReader,
  graph: GraphBuilder,
  x: ActivationOperand,
): ActivationOperand {
  if (spatialSizes(x).length === 2) {
    const op = { kind: "transpose", permutation: [0, 2, 3, 1] } as const;
    return graph.emit(node, op, { inputs: [x], role: "to_nhwc" });
  }
  const op = { kind: "transpose", permutation: [0, 2, 1] } as const;
  const rows = graph.emit(node, op, { inputs: [x], role: "to_nlc" });
  const [batch, length, channels] = rows.shape;
  const shape = [batch!, 1, length!, channels!];
  return graph.emit(node, { kind: "reshape", shape }, { inputs: [rows], role: "to_nhwc" });
}

/** Writes the op that makes an image, and brings the image back to `axes` axes, channels second. */
export function emitImage(
  node: NodeReader,
  graph: GraphBuilder,
  { op, inputs, axes, output: written }: {
    readonly op: Op;
    readonly inputs: readonly Operand[];
    /** Spatial axes of the ONNX operand. */
    readonly axes: number;
    /** The type of the image, as in {@linkcode EmitOptions}. */
    readonly output?: "float32" | OutputCodes;
  },
): ActivationOperand {
  // An output of the model keeps its axis order, so the image has a generated name; else it has the
  // name of the file, because the transpose behind it vanishes.
  const output = graph.isOutput(node.output);
  const image = graph.emit(node, op, {
    inputs,
    ...(output && { role: { output: "nhwc" } }),
    ...(written && { output: written }),
  });
  const back = output ? { node: "to_nchw" } : "to_nchw";
  if (axes === 2) {
    const move = { kind: "transpose", permutation: [0, 3, 1, 2] } as const;
    return graph.emit(node, move, { inputs: [image], role: back });
  }
  const [batch, , length, channels] = image.shape;
  const shape = [batch!, length!, channels!];
  const rows = graph.emit(node, { kind: "reshape", shape }, { inputs: [image], role: "to_nlc" });
  const move = { kind: "transpose", permutation: [0, 2, 1] } as const;
  return graph.emit(node, move, { inputs: [rows], role: back });
}
