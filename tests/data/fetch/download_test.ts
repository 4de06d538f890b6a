import { assert, assertEquals, assertRejects } from "@std/assert";
import { DataError } from "../../../src/data/error.ts";
import { download, type DownloadOptions } from "../../../src/data/fetch/download.ts";
import { cutAfter, described, pathsBelow, serveBytes, someBytes, withServer } from "./server.ts";

const content = someBytes(300_000);

/** Downloads the content to a.bin of a folder, without waiting; the milliseconds it would have waited. */
async function get(
  url: string,
  dir: string,
  { from = "/a.bin", ...options }: DownloadOptions & { readonly from?: string } = {},
): Promise<readonly number[]> {
  const waits: number[] = [];
  const wait = (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  const file = { url: `${url}${from}`, path: `${dir}/new/a.bin`, ...described(content) };
  await download(file, { wait, ...options });
  return waits;
}

/** That a.bin is whole and alone. */
async function assertWhole(dir: string): Promise<void> {
  assertEquals(await pathsBelow(dir), ["new", "new/a.bin"]);
  assert((await Deno.readFile(`${dir}/new/a.bin`)).every((byte, at) => byte === content[at]));
  assertEquals((await Deno.stat(`${dir}/new/a.bin`)).size, content.length);
}

/** Puts bytes where an earlier download left off. */
async function leave(dir: string, bytes: Uint8Array): Promise<void> {
  await Deno.mkdir(`${dir}/new`);
  await Deno.writeFile(`${dir}/new/a.bin.part`, bytes);
}

Deno.test("download() gets a file whole and says how far it is", async () => {
  await withServer((request) => serveBytes(request, content), async ({ url, dir, asked }) => {
    const seen: number[] = [];
    await get(url, dir, { onBytes: (bytes) => seen.push(bytes) });
    await assertWhole(dir);
    assertEquals(asked, [{ path: "/a.bin", range: "all" }]);
    assertEquals([seen[0], seen.at(-1)], [0, content.length]);
    assert(seen.every((bytes, at) => at === 0 || bytes > seen[at - 1]!));
  });
});

Deno.test("download() goes on from what an earlier one left", async () => {
  await withServer((request) => serveBytes(request, content), async ({ url, dir, asked }) => {
    await leave(dir, content.subarray(0, 1000));
    await get(url, dir);
    await assertWhole(dir);
    assertEquals(asked, [{ path: "/a.bin", range: "bytes=1000-" }]);
  });
});

Deno.test("download() makes no request for what is whole but has no name yet", async () => {
  await withServer(() => new Response(null, { status: 500 }), async ({ url, dir, asked }) => {
    await leave(dir, content);
    await get(url, dir);
    await assertWhole(dir);
    assertEquals(asked, []);
  });
});

Deno.test("download() starts over where a server does not continue", async () => {
  const wrongRange = { status: 206, headers: { "content-range": `bytes 5-9/${content.length}` } };
  const cases: readonly (readonly [string, () => Response, readonly string[]])[] = [
    ["it ignores the range", () => new Response(content), ["bytes=1000-"]],
    ["it answers 416", () => new Response(null, { status: 416 }), ["bytes=1000-", "all"]],
    [
      "it answers another range",
      () => new Response(content.subarray(5, 10), wrongRange),
      ["bytes=1000-", "all"],
    ],
  ];
  for (const [name, first, ranges] of cases) {
    await withServer(
      (request, count) => count === 1 ? first() : serveBytes(request, content),
      async ({ url, dir, asked }) => {
        // Other bytes than the file's: they must not be kept.
        await leave(
          dir,
          name === "it ignores the range" ? someBytes(1000).fill(7) : content.subarray(0, 1000),
        );
        await get(url, dir);
        await assertWhole(dir);
        assertEquals(asked.map(({ range }) => range), ranges, name);
      },
    );
  }
});

Deno.test("download() drops a rest that is longer than the file", async () => {
  await withServer((request) => serveBytes(request, content), async ({ url, dir, asked }) => {
    await leave(dir, someBytes(content.length + 1));
    await get(url, dir);
    await assertWhole(dir);
    assertEquals(asked.map(({ range }) => range), ["all"]);
  });
});

Deno.test("download() continues after a cut connection", async () => {
  await withServer(
    (request, count) => count === 1 ? cutAfter(content, 1000) : serveBytes(request, content),
    async ({ url, dir, asked }) => {
      assertEquals(await get(url, dir), [1000]);
      await assertWhole(dir);
      assertEquals(asked.map(({ range }) => range), ["all", "bytes=1000-"]);
    },
  );
});

Deno.test("download() waits longer each time, and gives up with the bytes kept", async () => {
  let down = true;
  await withServer(
    (request, count) =>
      count === 1
        ? cutAfter(content, 1000)
        : down
        ? new Response("busy", { status: 503 })
        : serveBytes(request, content),
    async ({ url, dir, asked }) => {
      const waits: number[] = [];
      const wait = (milliseconds: number) => {
        waits.push(milliseconds);
        return Promise.resolve();
      };
      await assertRejects(
        () => get(url, dir, { wait }),
        DataError,
        "it stopped after 1000 of 300000 bytes (the server answered 503 Service Unavailable); " +
          "type the same command again, it goes on where it stopped",
      );
      assertEquals(waits, [1000, 2000, 4000, 8000]);
      assertEquals(await pathsBelow(dir), ["new", "new/a.bin.part"]);
      down = false;
      await get(url, dir);
      await assertWhole(dir);
      assertEquals(asked.at(-1)?.range, "bytes=1000-");
    },
  );
});

Deno.test("download() gives up a server that has gone silent", async () => {
  const silent = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(content.subarray(0, 10));
        },
      }),
    );
  await withServer(
    (request, count) => count === 1 ? silent() : serveBytes(request, content),
    async ({ url, dir, asked }) => {
      await get(url, dir, { idleMs: 100 });
      await assertWhole(dir);
      assertEquals(asked.map(({ range }) => range), ["all", "bytes=10-"]);
    },
  );
});

Deno.test("download() says when nobody answers", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const dir = await Deno.makeTempDir();
  await assertRejects(
    () => get(`http://127.0.0.1:${port}`, dir),
    DataError,
    "it stopped after 0 of 300000 bytes",
  );
  await Deno.remove(dir, { recursive: true });
});

Deno.test("download() leaves nothing of what is not the file", async () => {
  const other = content.slice();
  other[12_345]! ^= 1;
  const more = new Uint8Array([...content, 1]);
  const chunked = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          controller.enqueue(content);
        },
      }),
    );
  const cases: readonly (readonly [() => Response, string])[] = [
    [
      () => new Response(other),
      `its SHA-256 must be ${described(content).sha256}, got ${described(other).sha256}`,
    ],
    [() => new Response(more), "it must have 300000 bytes, the server offers 300001"],
    [
      () => new Response(content.subarray(1)),
      "it must have 300000 bytes, the server offers 299999",
    ],
    [chunked, "it must have 300000 bytes, got more"],
    [
      () => new Response("no", { status: 404 }),
      "it must be there, the server answered 404 Not Found",
    ],
    [
      () => new Response("no", { status: 403 }),
      "it must be there, the server answered 403 Forbidden",
    ],
  ];
  for (const [answer, message] of cases) {
    await withServer(answer, async ({ url, dir, asked }) => {
      await assertRejects(() => get(url, dir), DataError, message);
      assertEquals(await pathsBelow(dir), ["new"], message);
      assertEquals(asked.length, 1, message);
    });
  }
});

Deno.test("download() refuses a range of a file of another size", async () => {
  const range = { "content-range": "bytes 1000-1999/2000" };
  await withServer(
    () => new Response(content.subarray(0, 1000), { status: 206, headers: range }),
    async ({ url, dir }) => {
      await leave(dir, content.subarray(0, 1000));
      await assertRejects(() => get(url, dir), DataError, "the server offers 2000");
      assertEquals(await pathsBelow(dir), ["new"]);
    },
  );
});

Deno.test("download() follows redirects to http and https only, and not for ever", async () => {
  const redirect = (location: string) => new Response(null, { status: 302, headers: { location } });
  const answer = (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/moved") return redirect("/a.bin");
    if (pathname === "/loop") return redirect("/loop");
    if (pathname === "/file") return redirect("file:///etc/passwd");
    if (pathname === "/data") return redirect("data:text/plain,hello");
    if (pathname === "/nowhere") return new Response(null, { status: 301 });
    return serveBytes(request, content);
  };
  await withServer(answer, async ({ url, dir, asked }) => {
    await get(url, dir, { from: "/moved" });
    await assertWhole(dir);
    assertEquals(asked.map(({ path }) => path), ["/moved", "/a.bin"]);
    const cases = [
      ["/loop", "it may redirect at most 5 times"],
      ["/file", 'it may redirect only to http and https, got "file:///etc/passwd"'],
      ["/data", 'it may redirect only to http and https, got "data:text/plain,hello"'],
      ["/nowhere", 'it may redirect only to http and https, got ""'],
    ] as const;
    for (const [from, message] of cases) {
      await assertRejects(() => get(url, dir, { from }), DataError, message);
    }
  });
});

Deno.test("download() says when it cannot write", async () => {
  await withServer((request) => serveBytes(request, content), async ({ url, dir, asked }) => {
    await Deno.writeTextFile(`${dir}/new`, "a file where a folder must be");
    await assertRejects(() => get(url, dir), DataError, "name another folder with --data-dir");
    assertEquals(asked, []);
  });
});
