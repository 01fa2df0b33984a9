import { InvalidInput, OodforgeError, RemoteFailure } from '../../errors.ts';
import { toolkitName } from '../toolkit.ts';
import type { CDPSession, HTTPResponse, Page } from './chromium.ts';
import { findChromium, startChromium } from './chromium.ts';
import { KeptScripts } from './kept-scripts.ts';
import { leavePage } from './leave-page.ts';
import { type PageReader, readerOf } from './page-reader.ts';
import { Patience } from './patience.ts';
import { type RequestLog, type RequestRules, watchRequests } from './requests.ts';

/** A browser that reads pages of a few hosts, one tab a page, and says who it is. */
export interface WebBrowser {
  /**
   * Opens a page, reads it and closes it again.
   *
   * @throws {InvalidInput} when its robots.txt forbids it
   * @throws {RemoteFailure} when it does not come, is none, or another is shown in its place
   */
  visit<T>(visit: Visit, read: (page: PageReader) => Promise<T>): Promise<T>;
  readonly cost: { readonly requests: number; readonly bytes: number };
  /** Ends the browser and removes all that it left. */
  close(): Promise<void>;
}

export interface Visit {
  readonly url: string;
  /** What of the page is loaded; `document`: the page alone, and the scripts that stand in it run. */
  readonly load: RequestRules['load'];
}

export interface WebBrowserOptions {
  /** Whom a host may write to. */
  readonly contact: string;
  /** What may be reached, with port where it is not the usual one. */
  readonly hosts: readonly string[];
  /** May this address be asked for? Where not, the page goes without. */
  readonly isAllowed: (url: string) => Promise<boolean>;
  /** Waits until a request may go out; what it throws ends the visit. */
  readonly beforeRequest: (url: string) => Promise<void>;
  /** How long a page may show nothing new. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Path of a browser; found where it is left out. */
  readonly executable?: string | undefined;
}

/**
 * Starts a browser with a new profile. It loads pages, their scripts and their data, of the given
 * hosts alone: no images, no styles, no fonts, no frames.
 *
 * @throws {InvalidInput} when there is none or it does not start
 */
export async function openBrowser(options: WebBrowserOptions): Promise<WebBrowser> {
  const { hosts, signal, timeoutMs = 30_000 } = options;
  signal?.throwIfAborted();
  const { browser, end } = await startChromium({
    executable: options.executable ?? findChromium(),
    userAgent: userAgentOf(options.contact),
    hosts: [...new Set(hosts.map((host) => new URL(`http://${host}`).hostname))],
    timeoutMs,
  });
  const cost = { requests: 0, bytes: 0 };
  const scripts = new KeptScripts();
  let ended: Promise<void> | undefined;
  const close = (how?: 'at once') => {
    ended ??= end(how);
    return ended;
  };
  const stop = () => void close('at once').catch(() => {}); // whoever closes it hears of it
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) {
    await close();
    signal.throwIfAborted();
  }
  return {
    cost,
    close: async () => {
      signal?.removeEventListener('abort', stop);
      await close();
    },
    visit: async (visit, read) => {
      signal?.throwIfAborted();
      const patience = new Patience(timeoutMs, signal);
      const count = () => {
        cost.requests += 1;
      };
      const rules = { ...options, load: visit.load, scripts, patience, count };
      try {
        const page = await patience.answer(browser.newPage());
        const session = await patience.answer(watchBytes(page, cost));
        const log = await patience.answer(watchRequests(page, rules));
        try {
          return await openAndRead(page, { visit, patience, session, log, signal }, read);
        } finally {
          await leavePage(page, { session, log, patience });
        }
      } catch (error) {
        throw signal?.aborted === true ? signal.reason : explain(error, visit.url);
      }
    },
  };
}

interface Opening {
  readonly visit: Visit;
  readonly patience: Patience;
  readonly session: CDPSession;
  readonly log: RequestLog;
  readonly signal: AbortSignal | undefined;
}

async function openAndRead<T>(
  page: Page,
  { visit: { url }, patience, session, log, signal }: Opening,
  read: (page: PageReader) => Promise<T>,
): Promise<T> {
  page.on('dialog', (dialog) => {
    dialog.dismiss().catch(() => {}); // it went by itself
  });
  let crash: Error | undefined;
  page.on('error', (error) => {
    crash = error;
  });
  const giveUp = () => (signal?.aborted === true ? signal.reason : (log.failure?.error ?? crash));
  const reader = readerOf(session, { url, patience, log, giveUp });
  let outcome: { readonly response?: HTTPResponse | null; readonly error?: unknown } | undefined;
  page.goto(url, { waitUntil: 'domcontentloaded', timeout: 0 }).then(
    (response) => {
      outcome = { response };
    },
    (error: unknown) => {
      outcome = { error };
    },
  );
  const { response, error } = await reader.until('itself', async () => outcome);
  if (error !== undefined) throw log.failure?.error ?? refusalOf(log, url) ?? error;
  expectPage(response, url);
  const found = await read(reader);
  await patience.answer(Promise.all(log.keeping)).catch(() => {}); // fetched again, then
  return found;
}

/** Where the page itself was not let out. */
function refusalOf({ refused }: RequestLog, url: string): Error | undefined {
  const page = refused.find(({ isPage }) => isPage);
  if (page?.reason === 'robots' && page.url === url) {
    return new InvalidInput(`robots.txt forbids this page: ${page.url}`);
  }
  if (page === undefined) return undefined;
  const message = `The page leads elsewhere, to "${page.url.slice(0, 200)}": ${url}`;
  return new RemoteFailure(message, { url, retryable: false });
}

function expectPage(response: HTTPResponse | null | undefined, url: string): void {
  if (response === null || response === undefined) {
    throw new RemoteFailure(`No reply: ${url}`, { url, retryable: true });
  }
  const status = response.status();
  if (status !== 200) {
    const wait = Number(response.headers()['retry-after']);
    throw new RemoteFailure(`Answer ${status} instead of a page: ${url}`, {
      url,
      retryable: status === 429 || status >= 500,
      ...(wait > 0 ? { retryAfterMs: wait * 1000 } : {}),
    });
  }
  const kind = response.headers()['content-type'] ?? 'nothing said';
  if (!/^text\/html\b|^application\/xhtml\+xml\b/i.test(kind)) {
    throw new RemoteFailure(`Not a page but "${kind.slice(0, 100)}": ${url}`, {
      url,
      retryable: false,
    });
  }
  const shown = new URL(response.url()).pathname;
  if (shown !== new URL(url).pathname) {
    throw new RemoteFailure(`Another page is shown, "${shown.slice(0, 200)}": ${url}`, {
      url,
      retryable: false,
    });
  }
}

/** Counts bytes as they come over the wire. */
async function watchBytes(page: Page, cost: { bytes: number }): Promise<CDPSession> {
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    cost.bytes += encodedDataLength;
  });
  return session;
}

/** What the browser throws when a page does not come, or it does not answer itself. */
function explain(error: unknown, url: string): unknown {
  if (!(error instanceof Error) || error instanceof OodforgeError) return error;
  const code = /^net::ERR_[A-Z_]+/.exec(error.message)?.[0];
  if (code === undefined && !faults.includes(error.name) && !isCrash.test(error.message)) {
    return error;
  }
  const sentence = code === undefined ? `The browser fails, ${error.message}` : `No page (${code})`;
  return new RemoteFailure(`${sentence}: ${url}`, { url, retryable: true, cause: error });
}

const faults = ['NoAnswer', 'ProtocolError', 'TargetCloseError', 'ConnectionClosedError'];
const isCrash = /^(Page crashed|Navigating frame was detached)/;

function userAgentOf(contact: string): string {
  if (!/^[\x20-\x7e]+$/.test(contact) || contact.trim() === '' || /[()]/.test(contact)) {
    throw new InvalidInput(`Not a contact "${contact}": plain characters without brackets`);
  }
  return `${toolkitName().replace(' ', '/')} (${contact})`;
}
