import { elementsPerSample } from "../../tensor/mod.ts";
import type { Graph } from "../graph.ts";

/**
 * How many elements of new constants a pass may make: twice those of the graph, and some. Where a
 * constant is shared by many nodes and each would need its own form of it, the pass stops in time.
 */
export class ConstantBudget {
  #left: number;

  constructor(graph: Graph) {
    let elements = 0;
    for (const { type, constant } of graph.values.values()) {
      if (constant) elements += elementsPerSample(type.shape);
    }
    this.#left = 2 * elements + 2 ** 20;
  }

  /** Takes that many elements, or says that they are not there. */
  take(elements: number): boolean {
    if (elements > this.#left) return false;
    this.#left -= elements;
    return true;
  }
}
