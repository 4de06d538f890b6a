import { Ajv, type ValidateFunction } from "ajv";
import schema from "vega-lite/vega-lite-schema.json" with { type: "json" };

let validator: ValidateFunction | undefined;

/** Where a spec breaks the JSON schema that the package vega-lite ships; empty where it does not. */
export function validateSpec(spec: unknown): readonly string[] {
  validator ??= new Ajv({ strict: false, validateFormats: false }).compile(schema);
  if (validator(spec)) return [];
  return (validator.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
