/** The rows of the first table under a heading of a Markdown text, as cells, or of the n-th, from 0. */
export function tableUnder(
  text: string,
  heading: string,
  nth = 0,
): readonly (readonly string[])[] {
  const section = text.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const blocks = section.split("\n\n").filter((block) => block.trimStart().startsWith("| "));
  return (blocks[nth] ?? "").trim().split("\n").filter((line) => line !== "")
    .map((line) => line.slice(2, -2).split(/ \| | \|$/));
}
