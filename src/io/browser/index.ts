export { openBrowser, type Visit, type WebBrowser, type WebBrowserOptions } from './browser.ts';
export { findChromium } from './chromium.ts';
export type { Field, PageReader, ReadRange } from './page-reader.ts';
