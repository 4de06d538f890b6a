import { assert, assertEquals } from "@std/assert";
import type { PartDescription } from "../../../src/data/dataset_schema.ts";
import { readFrom, type Refusal, refusalOf, valuesOf, withFiles } from "../files/files.ts";

type CsvPart = Extract<PartDescription, { reader: "csv" }>;

const part: CsvPart = { reader: "csv", name: "a", file: "a.csv" };
const labelled: CsvPart = { ...part, label: "kind" };

async function read(text: string, description: CsvPart, shape: readonly number[]) {
  return await withFiles({ "a.csv": text }, async (folder) => {
    const { labels, classNames, ...rest } = await readFrom(folder, description, shape);
    assert(rest.part.kind === "array" && rest.part.bytes.kind === "memory");
    assert(rest.part.bytes.bytes.buffer instanceof SharedArrayBuffer);
    const found = { ...rest, labels, classNames };
    return { values: valuesOf(found, shape), labels: labels && [...labels], classNames };
  });
}

Deno.test("readCsv() reads values in the order of the columns", async () => {
  const values = [1.5, -2000, 0.25, 0.5, 3, -0.125];
  const cases = [
    "a,b,c\n1.5,-2e3,.25\n+5E-1,3.,-0.125\n",
    "\ufeffa,b,c\r\n1.5 , -2000,0.25\r\n\r\n0.5,3,-0.125",
    '"a","b","c"\n"1.5","-2000",0.25\n0.5,3,-0.125\n\n\n',
    "0,1,2\n1.5,-2000,0.25\n0.5,3,-0.125\n",
  ];
  for (const text of cases) {
    assertEquals(await read(text, part, [3]), { values, labels: undefined, classNames: undefined });
  }
});

Deno.test("readCsv() sorts the names of classes and keeps integers", async () => {
  assertEquals(await read("a,kind\n1,dog\n2,Cat\n3,dog\n4,ant\n", labelled, [1]), {
    values: [1, 2, 3, 4],
    labels: [2, 0, 2, 1],
    classNames: ["Cat", "ant", "dog"],
  });
  assertEquals(await read('kind,a\n"b, c",1\n"a ""x""",2\n', labelled, [1]), {
    values: [1, 2],
    labels: [1, 0],
    classNames: ['a "x"', "b, c"],
  });
  assertEquals(await read("kind,a\n10,1\n2,2\n10,3\n65534,4\n", labelled, [1]), {
    values: [1, 2, 3, 4],
    labels: [10, 2, 10, 65534],
    classNames: undefined,
  });
});

Deno.test("readCsv() reads more than one piece of a file", async () => {
  const rows = Array.from({ length: 30_000 }, (_, row) => [row, row / 8, -row]);
  const text = `a,b,c\n${rows.map((row) => row.join(",")).join("\n")}\n`;
  const { values } = await read(text, part, [3]);
  assertEquals(values.join(), rows.flat().join());
});

Deno.test("readCsv() refuses what it cannot read", async () => {
  const at = "Cannot read {folder}/a.csv: ";
  const names = at + "its first line must name every column, each by another name, got";
  const cases:
    readonly (Partial<Refusal> & { readonly text?: string; readonly message: string })[] = [
      { files: {}, message: `${at}there is no such file` },
      { text: "", message: `${at}it must have a header line, got nothing` },
      { text: "\n\n", message: `${at}it must have a header line, got nothing` },
      { text: "a,b\n", message: `${at}it must hold 1 to 16777216 samples, got 0` },
      { text: "5.1,3.5\n1,2\n", message: `${names} "5.1,3.5"` },
      { text: "a,a\n1,2\n", message: `${names} "a,a"` },
      { text: ",a,b\n0,1,2\n", message: `${names} ",a,b"` },
      {
        text: "a;b\n1;2\n",
        message: `${at}a sample has 2 values, so there must be 2 columns, got 1`,
      },
      { text: "a,b,c\n1,2,3\n", message: "so there must be 2 columns, got 3" },
      { part: labelled, message: `${at}it has no column "kind"; there are: "a", "b"` },
      {
        part: labelled,
        text: "a,kind\n1,2\n",
        message: `there must be 2 columns beside "kind", got 1`,
      },
      { text: "a,b\n1\n", message: `${at}line 2 must have 2 columns like the header, got 1` },
      {
        text: "a,b\n1,2\n\n1,2,3\n",
        message: `${at}line 4 must have 2 columns like the header, got 3`,
      },
      {
        text: "a,b\n1,2\n1,\n",
        message:
          `${at}every value must be a finite number, got an empty cell in line 3, column "b"`,
      },
      { text: "a,b\n1, \n", message: "got an empty cell in line 2" },
      { text: "a,b\nNaN,1\n", message: `got "NaN" in line 2, column "a"` },
      { text: "a,b\n1,Infinity\n", message: `got "Infinity" in line 2, column "b"` },
      { text: "a,b\n1,0x10\n", message: `got "0x10" in line 2, column "b"` },
      { text: "a,b\n1,1e39\n", message: `got "1e39" in line 2, column "b"` },
      { text: "a,b\n1,1_000\n", message: `got "1_000"` },
      {
        text: 'a,b\n1,"2\n3"\n',
        message: `${at}line 2 must have whole quoted cells, got "1,\\"2"`,
      },
      { text: 'a,b\n1,2"3\n', message: `${at}line 2 must have whole quoted cells` },
      {
        part: labelled,
        text: "a,b,kind\n1,2,\n",
        message:
          `${at}classes must be integers from 0, or names of at most 200 characters, got "" in line 2, column "kind"`,
      },
      { part: labelled, text: "a,b,kind\n1,2,1.0\n", message: `got "1.0" in line 2` },
      { part: labelled, text: "a,b,kind\n1,2,-1\n", message: `got "-1" in line 2` },
      {
        part: labelled,
        text: `a,b,kind\n1,2,${"x".repeat(201)}\n`,
        message: "names of at most 200 characters",
      },
      {
        part: labelled,
        text: "a,b,kind\n1,2,65535\n",
        message: `${at}labels must be 0 to 65534, got 65535 for sample 0`,
      },
      {
        files: { "a.csv": Uint8Array.of(97, 44, 98, 10, 0xff) },
        message: `${at}it must be UTF-8 text`,
      },
      {
        files: { "a.csv": Uint8Array.of(97, 44, 98, 10, 0xc3) },
        message: `${at}it must be UTF-8 text`,
      },
      {
        text: `a,b\n${"1".repeat(70_000)}`,
        message: `${at}line 2 must be at most 65664 characters`,
      },
      { text: ",".repeat(1_000_000), message: `${at}line 1 must be at most 65664 characters` },
    ];
  for (const { text = "a,b\n1,2\n", message, ...row } of cases) {
    const found = await refusalOf({ part, shape: [2], files: { "a.csv": text }, ...row });
    assertEquals(found?.includes(message), true, `${found}\nmust have\n${message}`);
  }
});

Deno.test("readCsv() refuses a table above 256 MB before it reads it", async () => {
  await withFiles({ "a.csv": "a,b\n" }, async (folder) => {
    await Deno.truncate(`${folder}/a.csv`, 256_000_001);
    const message = await readFrom(folder, part, [2]).then(() => "", (error) => error.message);
    assert(message.includes("got 256000001; save its values with numpy.save as .npy"), message);
  });
});
