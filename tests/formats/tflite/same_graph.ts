import { assert, assertEquals } from "@std/assert";
import { type Graph, removeDead, type Value } from "../../../src/graph/mod.ts";

/**
 * Requires equal graphs, apart from the names of nodes and from values that no node uses: a TensorFlow
 * Lite file has neither. Elements of constants are compared apart, so that a difference stays readable.
 */
export function sameGraph(actual: Graph, expected: Graph): void {
  const wanted = removeDead(expected);
  assertEquals(outline(actual), outline(wanted));
  for (const [name, { constant }] of wanted.values) {
    const found = actual.values.get(name)?.constant?.data;
    const same = constant === undefined ||
      constant.data.every((element, i) => Object.is(element, found?.[i]));
    assert(same, `the elements of "${name}" differ`);
  }
}

/** The graph without names of nodes and elements of constants. */
function outline({ nodes, values, ...graph }: Graph) {
  return {
    ...graph,
    nodes: nodes.map((node) => ({ ...node, name: "" })),
    values: new Map([...values].map(([name, value]) => [name, withoutElements(value)])),
  };
}

function withoutElements({ constant, ...value }: Value) {
  return { ...value, length: constant?.data.length, tensor: constant?.dtype };
}
