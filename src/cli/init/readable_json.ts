const lineWidth = 100;

/**
 * JSON that a person edits: two spaces a level, and on one line what fits there, but for the whole.
 *
 * @example
 * ```ts
 * import { readableJson } from "./readable_json.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = readableJson({ mean: [0.5], models: [{ name: "a", file: "a.onnx" }] });
 * assertEquals(
 *   text,
 *   `{
 *   "mean": [0.5],
 *   "models": [{ "name": "a", "file": "a.onnx" }]
 * }`,
 * );
 * ```
 */
export function readableJson(value: unknown): string {
  return expanded(value, "");
}

/** On one line. */
function flat(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flat).join(", ")}]`;
  const fields = fieldsOf(value).map(([key, item]) => `${JSON.stringify(key)}: ${flat(item)}`);
  return `{ ${fields.join(", ")} }`;
}

function expanded(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const line = (item: unknown, before = "") => {
    const onOne = `${inner}${before}${flat(item)}`;
    return onOne.length < lineWidth ? onOne : `${inner}${before}${expanded(item, inner)}`;
  };
  const isList = Array.isArray(value);
  const lines = isList
    ? value.map((item) => line(item))
    : fieldsOf(value).map(([key, item]) => line(item, `${JSON.stringify(key)}: `));
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

function fieldsOf(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
