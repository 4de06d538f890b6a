/** Data that a person can mend: a missing, damaged or unfitting file. Names the file and the rule. */
export class DataError extends Error {
  override readonly name = "DataError";
}
