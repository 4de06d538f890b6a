/** Data that a person can mend: a missing, damaged or unfitting file. Names the file and the rule. */
export class DataError extends Error {
  override readonly name: string = "DataError";
}

/** Data that are not there, and could be fetched. */
export class MissingDataError extends DataError {
  override readonly name = "MissingDataError";
}
