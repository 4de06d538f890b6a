import { assertEquals, assertRejects } from "@std/assert";
import { packTar, type TarHeader } from "modern-tar";
import { DataError } from "../../../src/data/error.ts";
import { type Archive, extractFolder, extractMember } from "../../../src/data/fetch/archive.ts";
import { gzip, pathsBelow, someBytes } from "./server.ts";

type Entry = Partial<TarHeader> & { readonly name: string; readonly body?: Uint8Array };

const cars = someBytes(5000);
const plain: readonly Entry[] = [
  { name: "set/", type: "directory" },
  { name: "set/cars/", type: "directory" },
  { name: "set/cars/1.bin", body: cars },
  { name: "set/cars/2.bin", body: cars.subarray(0, 700) },
  { name: "set/people/deep/3.bin", body: cars.subarray(0, 512) },
  { name: "set/empty.bin", body: new Uint8Array() },
  { name: "other/4.bin", body: cars.subarray(0, 9) },
];

async function tarOf(entries: readonly Entry[]): Promise<Uint8Array<ArrayBuffer>> {
  return await packTar(entries.map(({ body, ...header }) => ({
    header: { mtime: new Date(0), ...header, size: header.size ?? body?.length ?? 0 },
    ...(body && { body }),
  })));
}

/** Runs a test on an archive of those entries, or of those bytes, beside an empty folder. */
async function withArchive(
  content: readonly Entry[] | Uint8Array<ArrayBuffer>,
  test: (archive: Archive, dir: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const path = `${dir}/a.tar.gz`;
  await Deno.mkdir(`${dir}/out`);
  await Deno.writeFile(
    path,
    content instanceof Uint8Array ? content : await gzip(await tarOf(content)),
  );
  try {
    await test({ path, maxBytes: 100_000 }, `${dir}/out`);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("extractMember() takes one file, or its first bytes", async () => {
  const cases = [
    ["set/cars/1.bin", 5000, false],
    ["set/cars/1.bin", 3072, true],
    ["set/empty.bin", 0, false],
    ["other/4.bin", 9, true],
  ] as const;
  for (const [name, bytes, mayBeLonger] of cases) {
    await withArchive(plain, async (archive, dir) => {
      const read: number[] = [];
      await extractMember(
        { ...archive, onRead: (count) => read.push(count) },
        { name, bytes, mayBeLonger },
        `${dir}/1`,
      );
      assertEquals(await Deno.readFile(`${dir}/1`), cars.subarray(0, bytes), name);
      assertEquals(read.length > 0, true);
    });
  }
});

Deno.test("extractMember() finds a name that begins with ./", async () => {
  await withArchive([{ name: "./set/1.bin", body: cars }], async (archive, dir) => {
    await extractMember(
      archive,
      { name: "set/1.bin", bytes: 5000, mayBeLonger: false },
      `${dir}/1`,
    );
    assertEquals(await Deno.readFile(`${dir}/1`), cars);
  });
});

Deno.test("extractMember() refuses a file that is missing, of another size or no file", async () => {
  const link: Entry = { name: "link", type: "symlink", linkname: "/etc/passwd" };
  const cases = [
    ["set/cars/9.bin", 10, false, 'it must hold "set/cars/9.bin", it does not'],
    ["set/cars/1.bin", 4999, false, '"set/cars/1.bin" must have 4999 bytes, got 5000'],
    ["set/cars/1.bin", 5001, true, '"set/cars/1.bin" must have 5001 bytes, got 5000'],
    ["set/cars", 10, true, '"set/cars/" must be a file, it is a directory'],
    ["link", 10, true, '"link" must be a file, it is a symlink'],
  ] as const;
  for (const [name, bytes, mayBeLonger, message] of cases) {
    await withArchive([...plain, link], async (archive, dir) => {
      const member = { name, bytes, mayBeLonger };
      await assertRejects(() => extractMember(archive, member, `${dir}/1`), DataError, message);
      assertEquals(await pathsBelow(dir), []);
    });
  }
});

Deno.test("extractFolder() unpacks what lies below a folder and nothing else", async () => {
  await withArchive(plain, async (archive, dir) => {
    await extractFolder(archive, "set", `${dir}/new`);
    assertEquals(await pathsBelow(`${dir}/new`), [
      "cars",
      "cars/1.bin",
      "cars/2.bin",
      "empty.bin",
      "people",
      "people/deep",
      "people/deep/3.bin",
    ]);
    assertEquals(await Deno.readFile(`${dir}/new/cars/2.bin`), cars.subarray(0, 700));
  });
});

Deno.test("extractFolder() refuses an archive that leads out of its folder", async () => {
  const body = cars.subarray(0, 5);
  const outside = "its names must stay inside its folder";
  const cases: readonly (readonly [Entry, string])[] = [
    [{ name: "set/../../evil", body }, outside],
    [{ name: "../evil", body }, outside],
    [{ name: "/evil", body }, outside],
    [{ name: "set//evil", body }, outside],
    [{ name: "set/./evil", body }, outside],
    [{ name: "set\\..\\evil", body }, outside],
    [{ name: "C:/evil", body }, outside],
    [{ name: "set/evil:stream", body }, outside],
    [{ name: "set/ev\nil", body }, outside],
    [{ name: "set/x", pax: { path: "../../evil" }, body }, outside],
    [{ name: "set/link", type: "symlink", linkname: "/etc" }, '"set/link" is a symlink'],
    [{ name: "set/link", type: "link", linkname: "set/cars/1.bin" }, '"set/link" is a link'],
    [{ name: "set/pipe", type: "fifo" }, '"set/pipe" is a fifo'],
    [{ name: "set/disk", type: "block-device" }, '"set/disk" is a block-device'],
    [{ name: "set/cars/1.bin", body }, "it must hold a file once"],
    [{ name: "set/cars/1.bin/2", body }, "Cannot unpack"],
  ];
  for (const [entry, message] of cases) {
    await withArchive([...plain, entry], async (archive, dir) => {
      await assertRejects(() => extractFolder(archive, "set", `${dir}/new`), DataError, message);
      const paths = await pathsBelow(dir);
      assertEquals(paths.filter((path) => /evil|link|pipe|disk/.test(path)), [], message);
      assertEquals((await pathsBelow(`${dir}/..`)).filter((path) => path.includes("evil")), []);
    });
  }
});

Deno.test("extractFolder() refuses an archive without that folder", async () => {
  await withArchive(plain, async (archive, dir) => {
    const message = 'it must hold files below "sets", it does not';
    await assertRejects(() => extractFolder(archive, "sets", `${dir}/new`), DataError, message);
  });
});

Deno.test("an archive that holds more than it may is refused while it is read", async () => {
  // 10 MB of zeros, which are 10 KB as a .gz.
  const zeros = await gzip(await tarOf([{ name: "set/0", body: new Uint8Array(10_000_000) }]));
  await withArchive(zeros, async (archive, dir) => {
    const message = "it must hold at most 100000 bytes";
    await assertRejects(() => extractFolder(archive, "set", `${dir}/new`), DataError, message);
    assertEquals(await pathsBelow(dir), []);
  });
  const many = Array.from({ length: 300 }, (_, at) => ({ name: `set/${at}`, body: cars }));
  await withArchive(many, async (archive, dir) => {
    const message = "it must hold at most 100000 bytes, got more";
    await assertRejects(() => extractFolder(archive, "set", `${dir}/new`), DataError, message);
  });
});

Deno.test("a damaged archive is refused", async () => {
  const tar = await tarOf(plain);
  const packed = await gzip(tar);
  const wrongSum = tar.slice();
  wrongSum[0]! ^= 1;
  // A member of 8^11 - 1 bytes, which are not there; the checksum of its header is right.
  const huge = tar.slice();
  const header = huge.subarray(1024, 1536);
  const put = (text: string, at: number) => header.set(new TextEncoder().encode(text), at);
  put("77777777777", 124);
  put("        ", 148);
  put(header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0"), 148);
  const cases: readonly (readonly [Uint8Array<ArrayBuffer>, string])[] = [
    [packed.subarray(0, packed.length - 20), "it must be a whole .gz file"],
    [packed.subarray(0, 100), "it must be a whole .gz file"],
    [tar, "it must be a whole .gz file"],
    [new Uint8Array(), "it must be a whole"],
    [await gzip(tar.subarray(0, 2000)), "it must be a whole .tar.gz"],
    [await gzip(tar.subarray(0, 1024)), "it must be a whole .tar.gz"],
    [await gzip(wrongSum), "it must be a whole .tar.gz"],
    [await gzip(huge), 'it must hold at most 100000 bytes, "set/cars/1.bin" has 8589934591'],
    [await gzip(someBytes(5000)), "it must be a whole .tar.gz"],
  ];
  for (const [bytes, message] of cases) {
    await withArchive(bytes, async (archive, dir) => {
      await assertRejects(() => extractFolder(archive, "set", `${dir}/new`), DataError, message);
    });
  }
});
