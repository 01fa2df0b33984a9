import { RemoteFailure } from '../../errors.ts';
import type { CDPSession } from './chromium.ts';
import type { Patience } from './patience.ts';
import type { RequestLog } from './requests.ts';

/** A page that is open, as whoever reads it sees it. */
export interface PageReader {
  /** As asked for; for messages. */
  readonly url: string;
  /** What `probe` finds, as soon as it finds something. @throws {RemoteFailure} naming `what` when it never does */
  until<T>(what: string, probe: () => Promise<T | undefined>): Promise<T>;
  /** Of every element that `selector` names, in order, what `fields` ask of it. */
  read<F extends string>(
    selector: string,
    fields: Readonly<Record<F, Field>>,
    range?: ReadRange,
  ): Promise<readonly Readonly<Record<F, string | undefined>>[]>;
  count(selector: string): Promise<number>;
  /** A variable of the page's scripts as JSON makes it; `undefined` where there is none. */
  variable(name: string): Promise<unknown>;
  /** Clicks the first `at` in the element of that place among those that `selector` names. */
  click(selector: string, place: number, at: string): Promise<void>;
  scrollToEnd(): Promise<void>;
}

/**
 * The text or an attribute of the element itself, or of the first below it that `at` names; text
 * without the space around it.
 */
export interface Field {
  readonly at?: string;
  readonly attribute?: string;
}

export interface ReadRange {
  readonly from?: number;
  readonly most?: number;
}

const pollMs = 15;
const mostElements = 100_000;
const longestField = 4_096;
/** Of a variable, as JSON. */
const mostCharacters = 1 << 25;

export interface PageState {
  readonly url: string;
  readonly patience: Patience;
  readonly log: RequestLog;
  /** Why the page is given up, where it is. */
  readonly giveUp: () => unknown;
}

/** Every question is text that runs in the page, its arguments given as JSON. */
export function readerOf(
  session: CDPSession,
  { url, patience, log, giveUp }: PageState,
): PageReader {
  const ask = async (script: string, ...args: readonly unknown[]): Promise<unknown> => {
    const list = args.map((arg) => JSON.stringify(arg) ?? 'undefined').join(',');
    return patience.answer(evaluate(session, `(${script})(${list})`)).catch((cause: unknown) => {
      // Its own scripts may not end, or have changed what ours stand on.
      const message = `The page cannot be read, ${(cause as Error).message.split('\n')[0]}: ${url}`;
      throw new RemoteFailure(message, { url, retryable: true, cause });
    });
  };
  return {
    url,
    until: async (what, probe) => {
      patience.renew();
      for (;;) {
        const reason = giveUp();
        if (reason !== undefined) throw reason;
        const found = await probe();
        if (found !== undefined) return found;
        if (!(await patience.wait(pollMs))) throw notShown(what, url, log);
      }
    },
    read: async (selector, fields, { from = 0, most = mostElements } = {}) => {
      const rows = await ask(readScript, selector, fields, { from, most, longestField });
      return rows as Readonly<Record<keyof typeof fields, string | undefined>>[];
    },
    count: async (selector) => Number(await ask(countScript, selector)),
    variable: async (name) => {
      const text = await ask(variableScript, name, mostCharacters);
      if (text === true) {
        const message = `More than ${mostCharacters} characters in "${name}": ${url}`;
        throw new RemoteFailure(message, { url, retryable: false });
      }
      return typeof text === 'string' ? JSON.parse(text) : undefined;
    },
    click: async (selector, place, at) => {
      await ask(clickScript, selector, place, at);
    },
    scrollToEnd: async () => {
      await ask(scrollScript);
    },
  };
}

/** Not as if the visitor had done it: a page may open windows at what a visitor does. */
async function evaluate(session: CDPSession, expression: string): Promise<unknown> {
  const { result, exceptionDetails: fault } = await session.send('Runtime.evaluate', {
    expression,
    returnByValue: true,
    userGesture: false,
  });
  if (fault === undefined) return result.value;
  throw new Error(fault.exception?.description ?? fault.text);
}

function notShown(what: string, url: string, { refused }: RequestLog): RemoteFailure {
  const hints = Object.entries(refusals).flatMap(([reason, sentence]) => {
    const first = refused.find((request) => request.reason === reason);
    return first === undefined ? [] : [`${sentence} ${first.url.slice(0, 200)}`];
  });
  const why = hints.length === 0 ? '' : ` (${hints.join('; ')})`;
  return new RemoteFailure(`The page does not show ${what}${why}: ${url}`, {
    url,
    retryable: false,
  });
}

const refusals = {
  robots: 'robots.txt forbids',
  'another-host': 'this host is not let in:',
  'another-page': 'it leads to',
} as const;

const readScript = `(selector, fields, { from, most, longestField }) =>
  [...document.querySelectorAll(selector)].slice(from, from + most).map((element) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, { at, attribute }]) => {
        const node = at === undefined ? element : element.querySelector(at);
        const value = attribute === undefined ? node?.textContent?.trim() : node?.getAttribute(attribute);
        return [name, value?.slice(0, longestField)];
      }),
    ),
  )`;

const countScript = '(selector) => document.querySelectorAll(selector).length';

const variableScript = `(name, most) => {
  const text = globalThis[name] === undefined ? undefined : JSON.stringify(globalThis[name]);
  return text !== undefined && text.length > most ? true : text;
}`;

const clickScript =
  '(selector, place, at) => document.querySelectorAll(selector)[place]?.querySelector(at)?.click()';

const scrollScript = `() => {
  window.scrollTo(0, document.documentElement.scrollHeight);
  window.dispatchEvent(new Event('scroll'));
}`;
