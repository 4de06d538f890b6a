import { compareFlags, compareOptions } from "./compare_arguments.ts";
import { quantities } from "../decide/quantities.ts";
import { fetchFlags, fetchOptions } from "./fetch_arguments.ts";
import { initOptions } from "./init/init_arguments.ts";
import { runFlags, runOptions } from "./options.ts";
import { quantizeFlags, quantizeOptions } from "./quantize_arguments.ts";
import { recommendOptions } from "./recommend_arguments.ts";
import { validateFlags, validateOptions } from "./validate/validate_arguments.ts";
import { verifyFlags, verifyOptions } from "./verify_arguments.ts";

/** `--name VALUE   text`, one a line. */
function optionLines(
  options: Readonly<Record<string, string>>,
  withoutValue: Readonly<Record<string, string>>,
): string {
  const valued = Object.entries(options).map(([name, text]) => {
    const [value, ...words] = text.split(/\s+/);
    return [`--${name} ${value}`, words.join(" ")] as const;
  });
  const flags = Object.entries(withoutValue).map(([name, text]) => [`--${name}`, text] as const);
  return [...valued, ...flags].map(([left, text]) => `  ${left.padEnd(24)}${text}`).join("\n");
}

/** The quantities of expressions, one a line. */
function quantityLines(): string {
  return Object.entries(quantities).map(([name, text]) => `  ${name.padEnd(24)}${text}`).join("\n");
}

/** What `--help` prints. */
export function helpText(): string {
  return `ptqbench: static or dynamic int8, and calibrated how?

Runs the same trained models through static quantization (scales fixed from a calibration set) and
dynamic quantization (scales found for each input), on the same weights, kernels, rounding and
samples, and reports what each costs and what each loses, on clean and on shifted inputs.

  deno task bench                         the digits suite: tables and charts under reports/
  deno task bench --quick                 the same in minutes, on fewer samples
  deno task bench digits --models lenet5 --calibrators min-max,percentile:99.9
  deno task bench --resume                go on with an interrupted run

  deno task ptqbench COMMAND
    run [SUITE...]      run suites (deno task bench is short for this); digits by default
    ls                  the suites, and what is in them
    init DIR            a suite for a model and data of your own: --model and --data
    validate SUITE      check a suite.json, its models and every sample of its data
    quantize MODEL      the model under one scheme, as an ONNX file: --scheme and --out
    inspect MODEL       the layers of a model, their work and memory, as ptqbench reads them
    report RUN          charts, summary.md and report.html again, from the tables of a run's folder
    verify MODEL        a model on both kernel sets, in onnxruntime, and layer by layer under schemes
    recommend RUN       what to deploy of each model of a run, and why: --where and --maximize
    compare RUN_A RUN_B what changed between two runs: exit code 1 where it got worse

  deno task fetch                         the data sets: sizes, licences, and what is there
  deno task fetch DATASET                 download what is missing of one

Options of run (LIST is comma-separated; in brackets the default)
${optionLines(runOptions, runFlags)}

Options of init
${optionLines(initOptions, {})}

  deno task ptqbench init mine --model model.onnx --data photos    (photos/CLASS/IMAGE.png)
  deno task ptqbench validate mine
  deno task ptqbench run mine --quick

Options of validate
${optionLines(validateOptions, validateFlags)}

Options of quantize
${optionLines(quantizeOptions, quantizeFlags)}

  deno task ptqbench quantize model.onnx --scheme static --out model-int8.onnx
  deno task ptqbench quantize model.onnx --scheme static --calibrator entropy --size 200 \\
    --write-table ranges.json --out model-int8.onnx
  deno task ptqbench quantize model.onnx --scheme static --table ranges.json --out model-int8.onnx
  deno task ptqbench quantize model.onnx --scheme hybrid --out model-hybrid.onnx

Options of verify
${optionLines(verifyOptions, verifyFlags)}

Options of recommend
${optionLines(recommendOptions, {})}

  deno task ptqbench recommend reports/digits/reference --where "arena_bytes <= 4096"
  deno task ptqbench recommend reports/digits/reference --model mlp --maximize worst_accuracy

EXPR has numbers, + - * / ^ %, comparisons, and, or, not, parentheses, min, max, abs, sqrt, log, exp, round,
floor, ceil, and these quantities (accuracy is AUC where that is the metric):
${quantityLines()}

Options of compare
${optionLines(compareOptions, compareFlags)}

Options of fetch (the only task that may use the network)
${optionLines(fetchOptions, fetchFlags)}

Exit codes: 0 done, 1 failed or interrupted, 2 wrong usage.`;
}
