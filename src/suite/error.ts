/** Input that a person can mend: a suite, an option, a file. Printed without a stack. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** A command that cannot be understood: exit code 2. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}
