import type { CDPSession, Page } from './chromium.ts';
import type { Patience } from './patience.ts';
import type { RequestLog } from './requests.ts';

export interface Leaving {
  readonly session: CDPSession;
  readonly log: RequestLog;
  readonly patience: Patience;
}

/**
 * Closes a page so that no request of it goes out on the way. A browser that closes a page lets its
 * scripts say farewell and sends whatever was held back of it: what waits for a budget, and the icon
 * of the site, which it wants at some moment after the page. So what is held is turned away, and the
 * process of the page is ended before the page is: nothing is left that could ask, or be told to.
 */
export async function leavePage(page: Page, { session, log, patience }: Leaving): Promise<void> {
  const ended = async () => {
    const isGone = new Promise<void>((resolve) => page.once('error', () => resolve()));
    await log.shut();
    // Neither is waited for: where a page goes elsewhere just now, what it is told waits for that to
    // stop, and a process that has ended does not answer.
    session.send('Page.stopLoading').catch(() => {});
    session.send('Page.crash').catch(() => {});
    await isGone;
    await log.shut(); // what came meanwhile
  };
  // Where it does not answer it goes with the browser.
  await patience.answer(ended()).catch(() => {});
  await patience.answer(page.close()).catch(() => {});
}
