import { formatShape, type Shape } from "../../tensor/mod.ts";
import type { OpOf, Pair, Window } from "../op.ts";
import { ensure } from "../rule.ts";
import { checkClamp, checkIntegers, checkRank, checkVector, sizeOf } from "./checks.ts";

const axisNames = ["height", "width"] as const;

/** Output height and width: `floor((in + pads - ((k - 1) * dilation + 1)) / stride) + 1`. */
function slide(x: Shape, kernel: Pair, window: Window): readonly [number, number] {
  const { strides, dilations, pads } = window;
  checkIntegers(kernel, 1, "kernel sizes");
  checkIntegers(strides, 1, "strides");
  checkIntegers(dilations, 1, "dilations");
  checkIntegers(pads, 0, "pads");
  const along = (axis: 0 | 1) => {
    const padded = sizeOf(x, axis + 1, `the ${axisNames[axis]}`) + pads[axis] + pads[axis + 2]!;
    const reach = (kernel[axis] - 1) * dilations[axis] + 1;
    ensure(
      reach <= padded,
      () => `the window must fit into the padded ${axisNames[axis]} of ${padded}, got ${reach}`,
    );
    return Math.floor((padded - reach) / strides[axis]) + 1;
  };
  return [along(0), along(1)];
}

/** x [N, H, W, C], weights [O, kh, kw, C / groups], bias [O] or none -> [N, H', W', O]. */
export function inferConv2d(op: OpOf<"conv2d">, inputs: readonly Shape[]): Shape {
  const [x, weights, bias] = [inputs[0]!, inputs[1]!, inputs[2]];
  const { groups } = op;
  checkClamp(op.clamp);
  checkRank(x, 4, "the input");
  checkRank(weights, 4, "weights");
  const [outputs, height, width, depth] = weights.map((_, axis) =>
    sizeOf(weights, axis, "weights")
  ) as [number, number, number, number];
  const channels = sizeOf(x, 3, "the channels");
  checkIntegers([groups], 1, "groups");
  ensure(
    channels % groups === 0,
    () => `groups must divide the ${channels} input channels, got ${groups}`,
  );
  ensure(
    outputs % groups === 0,
    () => `groups must divide the ${outputs} output channels, got ${groups}`,
  );
  ensure(
    depth === channels / groups,
    () =>
      `weights must have ${channels / groups} input channels a group, got ${formatShape(weights)}`,
  );
  checkVector(bias, outputs, "bias");
  return [x[0]!, ...slide(x, [height, width], op), outputs];
}

/** x [N, H, W, C], weights [kh, kw, C * multiplier], bias or none -> [N, H', W', C * multiplier]. */
export function inferDepthwiseConv2d(op: OpOf<"depthwiseConv2d">, inputs: readonly Shape[]): Shape {
  const [x, weights, bias] = [inputs[0]!, inputs[1]!, inputs[2]];
  checkClamp(op.clamp);
  checkRank(x, 4, "the input");
  checkRank(weights, 3, "weights");
  const [height, width, outputs] = weights.map((_, axis) => sizeOf(weights, axis, "weights")) as [
    number,
    number,
    number,
  ];
  const channels = sizeOf(x, 3, "the channels");
  checkIntegers([op.multiplier], 1, "multiplier");
  ensure(
    outputs === channels * op.multiplier,
    () => `weights must have ${channels} x ${op.multiplier} channels, got ${formatShape(weights)}`,
  );
  checkVector(bias, outputs, "bias");
  return [x[0]!, ...slide(x, [height, width], op), outputs];
}

/** x [N, H, W, C] -> [N, H', W', C]; every window covers at least one element. */
export function inferPool(
  op: OpOf<"maxPool2d"> | OpOf<"averagePool2d">,
  inputs: readonly Shape[],
): Shape {
  const x = inputs[0]!;
  checkRank(x, 4, "the input");
  const [height, width] = slide(x, op.kernel, op);
  for (const axis of [0, 1] as const) {
    const reach = (op.kernel[axis] - 1) * op.dilations[axis];
    const [before, after] = [op.pads[axis], op.pads[axis + 2]!];
    ensure(
      before <= reach && after <= reach,
      () => `pads must be smaller than the window of ${reach + 1}, got ${Math.max(before, after)}`,
    );
    const size = sizeOf(x, axis + 1, `the ${axisNames[axis]}`);
    ensure(
      before === 0 || op.dilations[axis] <= size,
      () =>
        `dilations must not pass the padded ${axisNames[axis]} of ${size}, ` +
        `got ${op.dilations[axis]}`,
    );
  }
  return [x[0]!, height, width, sizeOf(x, 3, "the channels")];
}
