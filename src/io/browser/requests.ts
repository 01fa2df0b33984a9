import type { HTTPRequest, HTTPResponse, Page } from './chromium.ts';
import type { KeptScripts } from './kept-scripts.ts';
import type { Patience } from './patience.ts';

/** Who decides what a page may load, and who counts it. */
export interface RequestRules {
  /** Origins' hosts, with port where it is not the usual one: `127.0.0.1:8080`. */
  readonly hosts: readonly string[];
  /** `document`: the page itself; its own requests are not answered, what stands in it still runs. */
  readonly load: 'document' | 'scripts';
  readonly isAllowed: (url: string) => Promise<boolean>;
  readonly beforeRequest: (url: string) => Promise<void>;
  readonly scripts: KeptScripts;
  readonly patience: Patience;
  /** A request goes out. */
  readonly count: () => void;
}

/** What came of a page's requests. */
export interface RequestLog {
  /** Requests that were not let out, and why, the first hundred. */
  readonly refused: readonly RefusedRequest[];
  /** The error of whoever was asked before a request; the page is to be given up. */
  readonly failure: { readonly error: unknown } | undefined;
  /** Scripts on their way to be kept: their bytes go with the page. */
  readonly keeping: readonly Promise<void>[];
  /** Turns away what waits and, from now on, whatever comes; over once the browser has been told. */
  shut(): Promise<void>;
}

export interface RefusedRequest {
  readonly url: string;
  readonly reason: 'another-host' | 'another-page' | 'robots' | 'kind' | 'too-late';
  readonly isPage: boolean;
}

const neededKinds: readonly string[] = ['document', 'script', 'xhr', 'fetch'];
const mostRefused = 100;

/** Lets out what a page needs and may have; everything else is turned away. */
export async function watchRequests(page: Page, rules: RequestRules): Promise<RequestLog> {
  const keeping: Promise<void>[] = [];
  const refused: RefusedRequest[] = [];
  const waiting = new Set<HTTPRequest>();
  let isShut = false;
  const log: RequestLog & { failure: RequestLog['failure'] } = {
    refused,
    failure: undefined,
    keeping,
    shut: async () => {
      isShut = true;
      await Promise.allSettled(Array.from(waiting, (request) => turnAway(request, page)));
    },
  };
  const refuse = async (request: HTTPRequest, reason: RefusedRequest['reason']) => {
    const isPage = isMainPage(request, page);
    // Images and styles are turned away by the dozen, as intended: not worth a word.
    if (refused.length < mostRefused && (reason !== 'kind' || isPage)) {
      refused.push({ url: request.url(), reason, isPage });
    }
    await turnAway(request, page);
  };
  let hasPage = false;
  const answer = async (request: HTTPRequest) => {
    const url = request.url();
    const kept = rules.scripts.get(url);
    if (isShut) return refuse(request, 'too-late');
    if (!isNeeded(request, page, rules)) return refuse(request, 'kind');
    if (isMainPage(request, page) && request.redirectChain().length === 0) {
      // A page that goes elsewhere by a script would be read as if it were the one asked for.
      if (hasPage) return refuse(request, 'another-page');
      hasPage = true;
    }
    if (!rules.hosts.includes(new URL(url).host)) return refuse(request, 'another-host');
    if (!(await rules.patience.hold(() => rules.isAllowed(url)))) return refuse(request, 'robots');
    if (kept !== undefined && request.resourceType() === 'script') {
      return request.respond({ status: 200, ...kept });
    }
    await rules.patience.hold(() => rules.beforeRequest(url));
    if (isShut) return; // turned away while it waited
    rules.count();
    return request.continue();
  };
  page.on('request', (request) => {
    waiting.add(request);
    answer(request)
      .catch(async (error: unknown) => {
        if (request.isInterceptResolutionHandled() || page.isClosed()) return;
        log.failure ??= { error };
        await request.abort('failed').catch(() => {}); // the page goes anyway
      })
      .finally(() => waiting.delete(request));
  });
  page.on('response', (response) => {
    keeping.push(keep(response, rules.scripts).catch(() => {})); // what cannot be kept is fetched again
  });
  await page.evaluateOnNewDocument(closeSideDoors);
  await page.setRequestInterception(true);
  return log;
}

async function turnAway(request: HTTPRequest, page: Page): Promise<void> {
  if (request.isInterceptResolutionHandled()) return;
  // A page that is "blocked" gives way to one that says so; one that is "aborted" stays.
  await request.abort(isMainPage(request, page) ? 'aborted' : 'blockedbyclient');
}

/** Takes from every frame of a page the ways out that are not among its requests. */
const closeSideDoors = `
  for (const name of ['WebSocket', 'WebSocketStream', 'WebTransport', 'RTCPeerConnection',
    'webkitRTCPeerConnection', 'Worker', 'SharedWorker']) {
    Object.defineProperty(globalThis, name, { value: undefined });
  }
  delete Navigator.prototype.serviceWorker;`;

function isNeeded(request: HTTPRequest, page: Page, { load }: RequestRules): boolean {
  const { protocol } = new URL(request.url());
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  if (isMainPage(request, page)) return request.method() === 'GET';
  if (load === 'document') return false;
  // A document that is not the page itself is a frame.
  return request.resourceType() !== 'document' && neededKinds.includes(request.resourceType());
}

function isMainPage(request: HTTPRequest, page: Page): boolean {
  return request.isNavigationRequest() && request.frame() === page.mainFrame();
}

async function keep(response: HTTPResponse, scripts: KeptScripts): Promise<void> {
  const request = response.request();
  if (request.resourceType() !== 'script' || response.status() !== 200) return;
  if (scripts.get(request.url()) !== undefined) return;
  const contentType = response.headers()['content-type'] ?? 'text/javascript';
  scripts.add(request.url(), { contentType, body: Buffer.from(await response.buffer()) });
}
