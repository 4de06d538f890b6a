/**
 * Chromium, driven by playwright-core. Only the browser's own task loads that package: its name stands in a
 * variable, so that Deno finds it neither when it checks types nor when it locks versions.
 */
const playwright = "npm:playwright-core@1.65.1";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where Chromium is: named by `PTQBENCH_CHROMIUM`, or where Debian puts it; `undefined` where it is not. */
export function chromiumPath(): string | undefined {
  const named = Deno.env.get("PTQBENCH_CHROMIUM");
  return [...(named === undefined ? [] : [named]), ...places].find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/** What the tests use of a locator. */
export interface Locator {
  count(): Promise<number>;
  nth(index: number): Locator;
  locator(selector: string): Locator;
  click(options?: { readonly force?: boolean }): Promise<void>;
  hover(options?: { readonly force?: boolean }): Promise<void>;
  focus(): Promise<void>;
  innerText(): Promise<string>;
  allInnerTexts(): Promise<readonly string[]>;
  isVisible(): Promise<boolean>;
  waitFor(options: { readonly state: "attached" }): Promise<void>;
  ariaSnapshot(): Promise<string>;
}

/** What the tests use of a page. */
export interface Page {
  goto(url: string): Promise<unknown>;
  locator(selector: string): Locator;
  evaluate<Result>(expression: string): Promise<Result>;
  on(event: "console" | "pageerror" | "request" | "dialog", heard: (what: Heard) => void): void;
  emulateMedia(media: {
    readonly media?: "screen" | "print";
    readonly colorScheme?: "light" | "dark";
  }): Promise<void>;
  readonly keyboard: { press(key: string): Promise<void> };
  close(): Promise<void>;
}

/** What is heard from a page. */
export interface Heard {
  text?(): string;
  type?(): string;
  url?(): string;
  readonly message?: string;
}

/** How a page is opened. */
export interface PageOptions {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  readonly javaScriptEnabled?: boolean;
}

/** A running browser. */
export interface Browser {
  newPage(options: PageOptions): Promise<Page>;
  close(): Promise<void>;
}

/** Starts Chromium. It asks nothing of the network of its own. */
export async function startChromium(executablePath: string): Promise<Browser> {
  // Playwright looks for Windows below Linux in /proc/sys, which only --allow-all may read. This says not to.
  Deno.env.set("__IS_WSL_TEST__", "1");
  const { chromium } = await import(playwright) as {
    readonly chromium: {
      launch(options: { executablePath: string; args: readonly string[] }): Promise<Browser>;
    };
  };
  return await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
    ],
  });
}
