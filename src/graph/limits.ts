import { elementsPerSample, formatShape, type Shape } from "../tensor/mod.ts";
import { ensure } from "./rule.ts";

/** Most axes that a value may have. */
export const maxAxes = 8;

/** Most elements that one sample of a value may have. */
export const maxElements = 2 ** 28;

/** Most nodes of a graph. */
export const maxNodes = 100_000;

/**
 * The shape, checked: at most {@linkcode maxAxes} axes, positive sizes, the batch leading, at most
 * {@linkcode maxElements} elements a sample.
 *
 * @throws {RuleError} When a rule is broken.
 */
export function checkShape(shape: Shape): Shape {
  ensure(shape.length <= maxAxes, () => `a value must have at most 8 axes, got ${shape.length}`);
  shape.forEach((dim, axis) => {
    if (dim === "batch") {
      ensure(
        axis === 0,
        () => `only the leading dimension may be the batch, got ${formatShape(shape)}`,
      );
    } else {
      ensure(
        Number.isSafeInteger(dim) && dim > 0,
        () => `sizes must be positive integers, got ${formatShape(shape)}`,
      );
    }
  });
  const elements = elementsPerSample(shape);
  ensure(
    elements <= maxElements,
    () => `a sample must have at most 2^28 elements, got ${elements} in ${formatShape(shape)}`,
  );
  return shape;
}
