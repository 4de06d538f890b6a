import { ensure, stridedIndex } from "../../../graph/mod.ts";
import { elementCount } from "../../../tensor/mod.ts";
import { axisOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import { gatherConstant, integersOf } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** Slice of a constant: starts, ends, axes and steps are inputs since opset 10, else attributes. */
export function readSlice(node: NodeReader, graph: GraphBuilder): Operand {
  const { constant } = node.constant(0, "the input");
  const { shape } = constant;
  const { starts, ends, axes, steps } = boundsOf(node, shape.length);
  ensure(
    [ends, axes, steps].every((list) => list.length === starts.length),
    () =>
      `starts, ends, axes and steps must agree in length, got ` +
      [starts, ends, axes, steps].map((list) => list.length).join(", "),
  );
  const sizes = [...shape];
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  let start = 0;
  axes.forEach((given, i) => {
    const axis = axisOf(given, shape.length);
    const range = sliceRange(shape[axis]!, { start: starts[i]!, end: ends[i]!, step: steps[i]! });
    sizes[axis] = range.count;
    start += range.first * strides[axis]!;
    strides[axis]! *= steps[i]!;
  });
  graph.spend(elementCount(sizes));
  const sliced = gatherConstant(constant, sizes, stridedIndex(sizes, { strides, start }));
  return { kind: "constant", name: node.output, constant: sliced };
}

function boundsOf(node: NodeReader, rank: number) {
  const inputs = node.opset >= 10;
  node.checkInputs(inputs ? 3 : 1, inputs ? 5 : 1);
  const list = (index: number, name: string) => {
    if (!inputs) return name === "steps" ? undefined : node.integers(name);
    const constant = node.optionalConstant(index, name);
    return constant && integersOf(constant, name);
  };
  const starts = list(1, "starts");
  const ends = list(2, "ends");
  ensure(starts !== undefined && ends !== undefined, () => "starts and ends must be given");
  const axes = list(3, "axes") ?? starts.map((_, axis) => axis);
  const steps = list(4, "steps") ?? starts.map(() => 1);
  const unique = new Set(axes.map((axis) => axisOf(axis, rank)));
  ensure(unique.size === axes.length, () => `axes must be unique, got [${axes.join(", ")}]`);
  return { starts, ends, axes, steps };
}

/** The positions that `[start:end:step]` picks of an axis. */
function sliceRange(
  size: number,
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
): { readonly first: number; readonly count: number } {
  ensure(
    Number.isSafeInteger(step) && step !== 0,
    () => `steps must be integers other than 0, got ${step}`,
  );
  const within = (position: number, lo: number, hi: number) =>
    Math.min(Math.max(position < 0 ? position + size : position, lo), hi);
  const [lo, hi] = step > 0 ? [0, size] : [-1, size - 1];
  const first = within(start, 0, hi);
  const last = within(end, lo, hi);
  return { first, count: Math.max(Math.ceil((last - first) / step), 0) };
}
