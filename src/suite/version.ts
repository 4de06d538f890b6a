import config from "../../deno.json" with { type: "json" };

/** The version of ptqbench. */
export const version: string = config.version;
