import { type ArrayHeader, arrayHeaders, type PartDescription } from "../../data/mod.ts";
import { UserError } from "../../suite/error.ts";
import { type BoundShape, formatShape } from "../../tensor/mod.ts";
import type { DataQuestion } from "./data_question.ts";

/** Names that arrays of labels usually have. */
const labelNames = /^(y|labels?|targets?|classes)([_-].*)?$/i;

/**
 * Which arrays of a .npy or .npz file are samples and labels: samples have the model's shape, images in
 * either axis order, and are the first such array; labels are integers, one for each of these.
 *
 * @throws {UserError} When no array has that shape: lists those there are.
 */
export async function describeArrays(
  { data, labels, shape, stored }: DataQuestion,
): Promise<PartDescription> {
  const headers = await arrayHeaders(data);
  const found = headers.map((one) => ({ one, order: orderOf(one.header.shape, shape) }))
    .find(({ order }) => order !== undefined);
  if (found === undefined) {
    throw new UserError(
      `Cannot use --data "${data}": an array must hold samples of the model's shape, ` +
        `[samples, ${shape.join(", ")}], got ${headers.map(textOf).join("; ") || "none"}`,
    );
  }
  const { one: values, order } = found;
  if (values.name === undefined) {
    return {
      reader: "npy",
      name: "data",
      values: stored(data),
      ...(labels !== undefined && { labels: stored(labels) }),
      order: order!,
    };
  }
  const integers = headers.filter(({ name, header: { descr, shape: [, ...rest] } }) =>
    name !== values.name && /[iu]\d$/.test(descr) && rest.every((size) => size === 1)
  );
  const isForThese = ({ header }: ArrayHeader) => header.shape[0] === values.header.shape[0];
  const called = integers.filter(({ name }) => labelNames.test(name!));
  const fitting = integers.filter(isForThese);
  // Labels of another number are named all the same: that is an error, and not no labels.
  const named = called.find(isForThese) ?? (fitting.length === 1 ? fitting[0] : called[0]);
  return {
    reader: "npz",
    name: "data",
    file: stored(data),
    values: values.name,
    ...(named && { labels: named.name! }),
    order: order!,
  };
}

/** How samples of an array are the model's, if they are. */
function orderOf(
  array: readonly number[],
  shape: BoundShape,
): "as-stored" | "planes-first" | undefined {
  const sample = array.slice(1).join();
  const [height, width, channels] = shape;
  if (sample === shape.join()) return "as-stored";
  if (shape.length === 3 && sample === [channels, height, width].join()) return "planes-first";
  // One channel is often left out.
  return channels === 1 && sample === [height, width].join() ? "as-stored" : undefined;
}

function textOf({ name, header }: ArrayHeader): string {
  return `${name === undefined ? "" : `"${name}" `}${formatShape(header.shape)} of ${header.descr}`;
}
