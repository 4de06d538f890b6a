import { ModelError } from "./error.ts";

/** A broken rule. Whoever knows what was attempted, and on which node, puts it in front. */
export class RuleError extends ModelError {
  constructor(readonly rule: string, attempt?: string) {
    super(attempt === undefined ? rule : `${attempt}: ${rule}`);
  }
}

/**
 * Runs `action`; a rule that it breaks is reported as `attempt: rule`, in place of any attempt named
 * further in.
 */
export function attempting<T>(attempt: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof RuleError) throw new RuleError(error.rule, attempt);
    throw error;
  }
}

/** Throws a {@linkcode RuleError} unless the condition holds. */
export function ensure(condition: boolean, rule: () => string): asserts condition {
  if (!condition) throw new RuleError(rule());
}
