import { assertEquals } from "@std/assert";
import type { Browser, Page, PageOptions } from "./chromium.ts";

/** A page of which everything is noted that must not happen. */
export interface WatchedPage {
  readonly page: Page;
  /** Waits until every chart is drawn. */
  drawn(): Promise<void>;
  /** Closes it, having checked that it said nothing and asked for nothing but itself. */
  done(): Promise<void>;
}

/** Opens a file; a wide window unless given. */
export async function openPage(
  browser: Browser,
  url: string,
  options: Partial<PageOptions> = {},
): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
  const problems: string[] = [];
  const requests: string[] = [];
  page.on("console", (said) => problems.push(`console ${said.type?.()}: ${said.text?.()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("dialog", () => problems.push("dialog"));
  page.on("request", (request) => requests.push(String(request.url?.())));
  await page.goto(url);
  const drawn = () => page.locator("html:not([data-drawing])").waitFor({ state: "attached" });
  if (options.javaScriptEnabled !== false) await drawn();
  return {
    page,
    drawn,
    done: async () => {
      assertEquals(problems, []);
      assertEquals(requests, [url]);
      await page.close();
    },
  };
}
