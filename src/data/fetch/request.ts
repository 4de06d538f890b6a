import { DataError } from "../error.ts";

/** What makes a request: the global fetch, or that of a test. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Options of {@link request}. */
export interface RequestOptions {
  readonly fetch: Fetch;
  /** The first byte that is asked for; 0 asks for the whole file. */
  readonly from: number;
  readonly signal: AbortSignal;
}

const maxRedirects = 5;
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Asks an address for a file, or for what follows `from` bytes of it, as it is stored, and follows
 * redirects to http and https addresses, at most 5.
 *
 * @throws {DataError} When a redirect goes elsewhere, or network permission is missing.
 * @throws {Error} When there is no connection: as fetch.
 */
export async function request(url: string, options: RequestOptions): Promise<Response> {
  // Bytes and hashes of a manifest are those of the file, not of a packed transfer.
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (options.from > 0) headers.range = `bytes=${options.from}-`;
  let address = url;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const response = await ask(address, headers, options);
    if (!redirects.includes(response.status)) return response;
    await response.body?.cancel();
    address = redirectOf(response, address);
  }
  throw new DataError(
    `Cannot download "${url}": it may redirect at most ${maxRedirects} times, it does so more often`,
  );
}

async function ask(
  address: string,
  headers: Readonly<Record<string, string>>,
  { fetch, signal }: RequestOptions,
): Promise<Response> {
  try {
    return await fetch(address, { headers, redirect: "manual", signal });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new DataError(
      `Cannot download "${address}": only the task fetch may use the network; type deno task fetch`,
    );
  }
}

function redirectOf(response: Response, address: string): string {
  const location = response.headers.get("location") ?? "";
  const target = location === "" ? undefined : URL.parse(location, address);
  if (target?.protocol === "http:" || target?.protocol === "https:") return target.href;
  throw new DataError(
    `Cannot download "${address}": it may redirect only to http and https, got "${location}"`,
  );
}
