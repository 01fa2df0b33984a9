import { readdirSync, readFileSync } from 'node:fs';
import test, { type Implementation } from 'ava';
import { findChromium } from '../../src/io/index.ts';

/** Why tests that need a browser are skipped here; `undefined` where one is. */
const withoutBrowser: string | undefined = (() => {
  try {
    findChromium();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
})();

/** A test that needs a browser; where none is it is skipped, and its title says why. */
export function browserTest(title: string, run: Implementation<[]>): void {
  if (withoutBrowser === undefined) test.serial(title, run);
  else test.skip(`${title} [${withoutBrowser}]`, run);
}

/** Runs before the tests of a file, where a browser is. */
export function beforeBrowserTests(run: Implementation<[]>): void {
  if (withoutBrowser === undefined) test.before(run);
}

/** Processes that have `text` in their command line, by id. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
      } catch {
        return false; // gone in between
      }
    })
    .map(Number);
}
