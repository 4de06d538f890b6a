import { loadSuite, suiteNames } from "../../suite/mod.ts";
import { print } from "../terminal.ts";

/** Lists the suites that come with ptqbench. */
export async function ls(_args: readonly string[]): Promise<number> {
  for (const name of await suiteNames()) {
    const suite = await loadSuite(name);
    print(`${name}  ${suite.description}`);
    print(`  data set   ${suite.dataset}`);
    const models = suite.models.map(({ name, shipped }) =>
      shipped ? `${name} (as shipped too)` : name
    );
    print(`  models     ${models.join(", ")}`);
    print(`  shifts     ${suite.shifts.join(", ")}`);
    print(
      `  calibrated on  ${
        suite.calibrationConditions.map((condition) => condition.name).join(", ")
      }`,
    );
  }
  return 0;
}
