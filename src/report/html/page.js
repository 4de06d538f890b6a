// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// What the page does in a browser. Every name from a file is set as text, never as markup.
"use strict";

(() => {
  /**
   * @typedef {Record<string, unknown>} Json
   * @typedef {{ finalize: () => void }} Drawing
   * @typedef {(host: HTMLElement, spec: Json, options: Json) => Promise<Drawing>} Embed
   */
  const embed = /** @type {{ vegaEmbed: Embed }} */ (/** @type {unknown} */ (globalThis)).vegaEmbed;
  const root = document.documentElement;
  const figures = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-chart]")]);
  const gapPx = 12;
  /** @type {Map<HTMLElement, Drawing>} */
  const drawings = new Map();
  let chosen = "all";
  let turn = 0;

  /** @param {string} id */
  const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

  /** @param {string} tag @param {string} text */
  const element = (tag, text) => {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  };

  // Charts

  /**
   * The specification of a chart for the model that is chosen.
   * @param {HTMLElement} figure
   * @returns {Json | undefined}
   */
  const specOf = (figure) => {
    const block = [...document.querySelectorAll("script[data-spec]")].find((one) =>
      one instanceof HTMLElement && one.dataset.spec === figure.dataset.chart &&
      one.dataset.of === chosen
    );
    return block === undefined ? undefined : JSON.parse(block.textContent ?? "");
  };

  /**
   * Panels that stand for themselves: as many side by side as there is room for, and none wider than that.
   * @param {Json} spec @param {number} hostPx
   * @returns {Json}
   */
  const fitted = (spec, hostPx) => {
    const besidePx = /** @type {{ besidePx?: number } | undefined} */ (spec.usermeta)?.besidePx;
    if (besidePx === undefined) return spec;
    const widthPx = hostPx - 4;
    const panels = /** @type {{ width: number }[]} */ (spec.concat);
    const widestPx = Math.max(...panels.map(({ width }) => width));
    const columns = Math.max(
      1,
      Math.min(panels.length, Math.floor((widthPx + gapPx) / (widestPx + besidePx + gapPx))),
    );
    const roomPx = Math.floor((widthPx - (columns - 1) * gapPx) / columns) - besidePx;
    const concat = panels.map((panel) => ({
      ...withLegends(panel, widthPx - besidePx),
      width: Math.max(60, Math.min(roomPx, Math.round(1.35 * panel.width))),
    }));
    return { ...spec, columns, concat };
  };

  /** Room for an entry of a legend of series, and of one of steps of colour. */
  const entryPx = { series: 172, step: 118 };

  /**
   * The same with as many columns in legends as there is room for.
   * @template T
   * @param {T} value @param {number} widthPx
   * @returns {T}
   */
  const withLegends = (value, widthPx) => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      return /** @type {T} */ (value.map((one) => withLegends(one, widthPx)));
    }
    const entries = Object.entries(value).map(([key, item]) => {
      if (key === "data") return [key, item];
      if (key !== "legend" || typeof item?.columns !== "number") {
        return [key, withLegends(item, widthPx)];
      }
      const onePx = item.symbolType === "square" ? entryPx.step : entryPx.series;
      const most = Math.max(1, Math.floor(widthPx / onePx));
      return [key, { ...item, columns: Math.min(item.columns, most) }];
    });
    return Object.fromEntries(entries);
  };

  /** Nothing is loaded: the policy of the page would not let it either. */
  const refuse = () => Promise.reject(new Error("This page loads nothing"));
  const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

  const roleNames = ["role", "aria-label", "aria-roledescription"];

  /** @param {HTMLElement} figure */
  const draw = async (figure) => {
    const host = /** @type {HTMLElement} */ (figure.querySelector(".host"));
    const mine = turn;
    const spec = specOf(figure);
    host.style.minHeight = `${host.offsetHeight}px`;
    drawings.get(figure)?.finalize();
    drawings.delete(figure);
    if (spec === undefined) {
      host.replaceChildren(element("p", "This chart has nothing on this model."));
    } else {
      try {
        const drawing = await embed(host, fitted(spec, host.clientWidth), {
          mode: "vega-lite",
          renderer: "svg",
          actions: false,
          ast: true,
          defaultStyle: false,
          loader,
          tooltip: showTip,
        });
        // One picture with one description; its rows are in the table below it.
        for (const name of roleNames) host.removeAttribute(name);
        host.querySelector("svg")?.setAttribute("role", "img");
        host.querySelector("svg")?.setAttribute("aria-label", String(spec.description));
        if (mine === turn) drawings.set(figure, drawing);
        else drawing.finalize();
      } catch (error) {
        host.replaceChildren(element("p", `This chart could not be drawn: ${error}`));
        reportError(error);
      }
    }
    host.style.minHeight = "";
    fillRows(figure);
  };

  /** One chart after the other, so that the page answers in between. */
  const drawAll = async () => {
    turn += 1;
    const mine = turn;
    root.dataset.drawing = "yes";
    for (const figure of figures) {
      if (mine !== turn) return;
      await draw(figure);
      await new Promise((done) => setTimeout(done, 0));
    }
    if (mine === turn) delete root.dataset.drawing;
  };

  // Rows of a chart, as a table

  const unshown = ["widthPx", "colour", "end", "order"];

  /**
   * The rows in a specification; those without a model are decoration.
   * @param {unknown} spec
   * @returns {Json[]}
   */
  const rowsOf = (spec) => {
    if (Array.isArray(spec)) return spec.flatMap(rowsOf);
    if (typeof spec !== "object" || spec === null) return [];
    const { data, layer, concat } = /** @type {Json} */ (spec);
    const values = /** @type {{ values?: Json[] } | undefined} */ (data)?.values ?? [];
    return [...values.filter((row) => "model" in row), ...rowsOf(concat), ...rowsOf(layer)];
  };

  /** @param {HTMLElement} figure */
  const fillRows = (figure) => {
    const details = /** @type {HTMLDetailsElement} */ (figure.querySelector("details.rows"));
    const box = /** @type {HTMLElement} */ (details.querySelector(".table"));
    box.replaceChildren();
    if (!details.open) return;
    const rows = rowsOf(specOf(figure));
    const keys = [...new Set(rows.flatMap(Object.keys))].filter((key) => !unshown.includes(key));
    const table = document.createElement("table");
    const head = document.createElement("tr");
    for (const key of keys) {
      const cell = element("th", key);
      cell.setAttribute("scope", "col");
      head.append(cell);
    }
    table.createTHead().append(head);
    const body = table.createTBody();
    for (const row of rows) {
      const line = document.createElement("tr");
      line.append(
        ...keys.map((key) => element("td", row[key] === undefined ? "" : String(row[key]))),
      );
      body.append(line);
    }
    box.append(table);
  };

  // Hover

  const tip = byId("tip");

  /** @param {unknown} _ @param {MouseEvent} event @param {unknown} __ @param {unknown} value */
  const showTip = (_, event, __, value) => {
    if (typeof value !== "object" || value === null) {
      tip.hidden = true;
      return;
    }
    const list = document.createElement("dl");
    for (const [key, text] of Object.entries(value)) {
      list.append(element("dt", key), element("dd", String(text)));
    }
    tip.replaceChildren(list);
    tip.hidden = false;
    const { offsetWidth, offsetHeight } = tip;
    const x = event.clientX + 14 + offsetWidth > innerWidth
      ? event.clientX - 14 - offsetWidth
      : event.clientX + 14;
    const y = Math.min(event.clientY + 14, innerHeight - offsetHeight - 6);
    tip.style.left = `${Math.max(6, x)}px`;
    tip.style.top = `${Math.max(6, y)}px`;
  };

  // The filter

  /** Hides what is about other models, and tables and lists of which nothing is left. */
  const filterRows = () => {
    const about = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-model]")]);
    for (const one of about) one.hidden = chosen !== "all" && one.dataset.model !== chosen;
  };

  /** @param {HTMLInputElement} input */
  const choose = (input) => {
    chosen = input.value;
    filterRows();
    byId("said").textContent = `Showing ${input.parentElement?.textContent?.trim()}`;
    drawAll();
  };

  for (const input of document.querySelectorAll("input[name=model]")) {
    if (input instanceof HTMLInputElement) input.addEventListener("change", () => choose(input));
  }

  // Light and dark

  const theme = byId("theme");
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (prefersDark.matches ? "dark" : "light")) === "dark";
  const nameTheme = () => {
    theme.textContent = isDark() ? "Light" : "Dark";
    theme.setAttribute("aria-label", `Use ${isDark() ? "light" : "dark"} colours`);
  };
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
  });
  prefersDark.addEventListener("change", nameTheme);

  // Printing shows what is folded away

  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    const prose =
      /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll("details.prose")]);
    opened = prose.filter(({ open }) => !open);
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  // The page changes width: the panels of one model find new places

  let knownPx = byId("main").clientWidth;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const widthPx = byId("main").clientWidth;
      if (Math.abs(widthPx - knownPx) < 16) return;
      knownPx = widthPx;
      drawAll();
    }, 200);
  }).observe(byId("main"));

  // What needs this script appears with it

  nameTheme();
  theme.hidden = false;
  const filter = document.getElementById("filter");
  if (filter !== null) filter.hidden = false;
  for (const figure of figures) {
    const details = /** @type {HTMLDetailsElement} */ (figure.querySelector("details.rows"));
    details.hidden = false;
    details.addEventListener("toggle", () => fillRows(figure));
  }
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") tip.hidden = true;
  });
  // A browser may keep the choice of a page that is loaded again.
  const kept = document.querySelector("input[name=model]:checked");
  if (kept instanceof HTMLInputElement && kept.value !== "all") choose(kept);
  else drawAll();
})();
