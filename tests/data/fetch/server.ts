/** A local server whose answers a test chooses, and manifests of what it serves. */
import { createHash } from "node:crypto";
import type { DatasetManifest } from "../../../src/data/dataset_schema.ts";
import { parseManifest } from "../../../src/data/manifests.ts";

/** What a server was asked for: the path, and the range or "all". */
export interface Asked {
  readonly path: string;
  readonly range: string;
}

/** Runs a test with a server and an empty folder; both go away after it. */
export async function withServer(
  answer: (request: Request, count: number) => Response | Promise<Response>,
  test: (
    context: { readonly url: string; readonly dir: string; readonly asked: readonly Asked[] },
  ) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.push({ path: pathname, range: request.headers.get("range") ?? "all" });
    return answer(request, asked.length);
  });
  const dir = await Deno.makeTempDir();
  try {
    await test({ url: `http://127.0.0.1:${server.addr.port}`, dir, asked });
  } finally {
    await server.shutdown();
    await Deno.remove(dir, { recursive: true });
  }
}

/** Serves bytes as a file server does, ranges included. */
export function serveBytes(request: Request, bytes: Uint8Array<ArrayBuffer>): Response {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "")?.[1] ?? 0);
  if (from === 0) return new Response(bytes);
  if (from >= bytes.length) return new Response(null, { status: 416 });
  const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
  return new Response(bytes.subarray(from), { status: 206, headers: { "content-range": range } });
}

/** An answer that promises all the bytes and breaks off after some. */
export function cutAfter(bytes: Uint8Array<ArrayBuffer>, count: number): Response {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      controller.enqueue(bytes.subarray(0, count));
      // Until the first bytes are on their way.
      await new Promise((resolve) => setTimeout(resolve, 20));
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-length": String(bytes.length) } });
}

/** Bytes that compress badly and repeat nowhere, the same each time. */
export function someBytes(count: number): Uint8Array<ArrayBuffer> {
  let state = 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

/** The SHA-256 of bytes. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Size and hash of bytes, as a manifest says them. */
export function described(bytes: Uint8Array): { bytes: number; sha256: string } {
  return { bytes: bytes.length, sha256: sha256(bytes) };
}

/** What bytes are as a .gz. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** A manifest of files and folders, as JSON. */
export function manifestJson(change: Record<string, unknown> = {}): string {
  return JSON.stringify({
    name: "mine",
    description: "A data set",
    source: "nowhere",
    licence: "none",
    samples: {
      domain: "image",
      shape: [2, 2, 1],
      parts: [{ reader: "cifar", name: "all", file: "a.bin" }],
      split: { kind: "by-content", evaluation: 1 },
    },
    ...change,
  });
}

/** The same, checked. */
export function manifestOf(change: Record<string, unknown> = {}): DatasetManifest {
  return parseManifest(manifestJson(change), "manifest.json");
}

/** Paths of all files and folders below a folder, sorted. */
export async function pathsBelow(dir: string, prefix = ""): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    paths.push(`${prefix}${name}`);
    if (isDirectory) paths.push(...await pathsBelow(`${dir}/${name}`, `${prefix}${name}/`));
  }
  return paths.sort();
}
