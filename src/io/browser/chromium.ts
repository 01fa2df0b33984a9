import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Browser } from 'puppeteer';
import { InvalidInput, StorageFailure } from '../../errors.ts';

export type { CDPSession, HTTPRequest, HTTPResponse, Page } from 'puppeteer';

/** A browser process with a profile of its own. */
export interface Chromium {
  readonly browser: Browser;
  /**
   * Ends the process, by force where it does not go, and removes its profile. May be called twice.
   *
   * @param how `at once`: by force, so that no page that is open lets out what was held back of it
   */
  end(how?: 'at once'): Promise<void>;
}

export interface ChromiumOptions {
  readonly executable: string;
  readonly userAgent: string;
  /** Names that resolve; every other is as if it did not exist. */
  readonly hosts: readonly string[];
  /** How long it may take to start. */
  readonly timeoutMs: number;
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const endsWithinMs = 5_000;

/**
 * The browser to use: what `PUPPETEER_EXECUTABLE_PATH` names or, without it, a Chromium or Chrome
 * found on `PATH`.
 *
 * @throws {InvalidInput} saying how to get one
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment.PUPPETEER_EXECUTABLE_PATH;
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new InvalidInput(`No browser at "${named}": PUPPETEER_EXECUTABLE_PATH`);
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => isExecutable(path));
  if (found !== undefined) return found;
  throw new InvalidInput(
    'No browser to read web pages with: install Chromium (on Debian: apt-get install chromium), or name one in PUPPETEER_EXECUTABLE_PATH',
  );
}

/** @throws {InvalidInput} when the browser does not start */
export async function startChromium(options: ChromiumOptions): Promise<Chromium> {
  // Loaded when it is first needed: most commands never open a browser.
  const { default: puppeteer } = await import('puppeteer');
  const profile = await mkdtemp(join(tmpdir(), 'oodforge-browser-')).catch((cause: unknown) => {
    throw new StorageFailure(`No room for a browser's profile: ${tmpdir()}`, { cause });
  });
  const { executable, timeoutMs } = options;
  try {
    const browser = await puppeteer.launch({
      executablePath: executable,
      userDataDir: profile,
      // Whoever started us decides what an interrupt means; when we die the pipe breaks and it goes.
      pipe: true,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      // Opening a page lasts as long as a budget holds it back: who asks sets the limit.
      protocolTimeout: 0,
      timeout: timeoutMs,
      args: flags(options),
      // Windows that a page opens are not watched: they must not open.
      ignoreDefaultArgs: ['--disable-popup-blocking'],
    });
    return { browser, end: (how) => end(browser, profile, how) };
  } catch (cause) {
    await removeProfile(profile);
    const firstLine = (cause as Error).message.split('\n')[0];
    throw new InvalidInput(`The browser does not start, ${firstLine}: ${executable}`, { cause });
  }
}

function flags({ userAgent, hosts }: ChromiumOptions): string[] {
  const resolved = hosts.map((host) => `EXCLUDE ${host}`);
  return [
    // Chromium refuses its sandbox to the superuser, and only to it.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-agent=${userAgent}`,
    `--host-resolver-rules=${['MAP * ~NOTFOUND', ...resolved].join(' , ')}`,
    '--blink-settings=imagesEnabled=false',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-dev-shm-usage',
    // An address is asked for as it is given.
    '--disable-features=HttpsUpgrades',
    '--disable-gpu',
    '--disable-sync',
    '--no-first-run',
  ];
}

async function end(browser: Browser, profile: string, how?: 'at once'): Promise<void> {
  const child = browser.process();
  const gone = new Promise<void>((resolve) => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  if (how === 'at once') kill(child?.pid);
  const force = setTimeout(() => kill(child?.pid), endsWithinMs);
  try {
    await browser.close().catch(() => kill(child?.pid)); // one that is gone or stuck does not answer
    await gone;
  } finally {
    clearTimeout(force);
    kill(child?.pid); // helpers that outlive it
  }
  await removeProfile(profile);
}

/** The process and those it started: it leads a group of its own. */
function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function removeProfile(profile: string): Promise<void> {
  // The last of its processes may still be writing.
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
