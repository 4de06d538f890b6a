/** A model that cannot become a Graph, or a Graph that breaks a rule. Names node, op, rule, value. */
export class ModelError extends Error {
  override readonly name = "ModelError";
}
