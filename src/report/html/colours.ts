/**
 * What each fixed colour of the charts becomes on dark paper. A test compares the list with the colours
 * that the charts use. Where light paper has near-white for "nothing", dark paper has near-black, and
 * strong colours are the bright ones.
 */
export const darkColours: Readonly<Record<string, string>> = {
  // Text, lines, panels
  "black": "#e4e7ea",
  "white": "#15181c",
  "#111111": "#eef0f2",
  "#222222": "#d3d8dd",
  "#555555": "#a3abb4",
  "#888888": "#7d858e",
  "#c4c4c4": "#4a525a",
  "#cccccc": "#3b4249",
  "#e4e4e4": "#2c3238",
  "#e9e9e9": "#2a2f35",
  // Series
  "#0072B2": "#3f93e4",
  "#009E73": "#2cc295",
  "#56B4E9": "#7ccbf5",
  "#CC79A7": "#e39cc4",
  "#332288": "#9d8ff2",
  "#999933": "#bcbc58",
  "#000000": "#f2f4f6",
  "#999999": "#868e97",
  "#882255": "#cc5a90",
  "#D55E00": "#f27d2c",
  "#E69F00": "#f5bd45",
  "#117733": "#4fb574",
  "#44AA99": "#5cc7b5",
  "#661100": "#c2604a",
  "#DDCC77": "#e3d68c",
  // Steps of clip rate, headroom and agreement, from nothing to much
  "#f4f4f4": "#22272c",
  "#f8f8f8": "#1e2328",
  "#fde3c8": "#47331f",
  "#fbc083": "#744a1e",
  "#ee9433": "#ad6620",
  "#c5560a": "#e08a3c",
  "#6f2a02": "#ffc890",
  "#fbd3a5": "#5a3d1f",
  "#e6842a": "#b96a22",
  "#a63603": "#ffa45c",
  "#c3dcec": "#20394b",
  "#5ba3cf": "#3b7cab",
  "#08519c": "#8dc6f2",
  "#fdf0e1": "#2d2720",
  "#fde0bf": "#44331f",
  "#fbc892": "#5f421f",
  "#f6ab63": "#7c5220",
  "#ee8d33": "#974f18",
  "#d9660f": "#b3440f",
};

/** Rules that give every fixed colour of a drawing its counterpart. Paper and print stay light. */
export function colourRules(): string {
  return Object.entries(darkColours).flatMap(([light, dark]) =>
    ["fill", "stroke"].map((property) =>
      `.drawing [${property}="${light}"]{${property}:light-dark(${light},${dark})}`
    )
  ).join("\n");
}
