import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import type { ExecutionContext } from 'ava';
import {
  type BudgetPlan,
  type Budgets,
  type FetchedBytes,
  type Fetcher,
  type FetcherOptions,
  type FetchOptions,
  type NotModified,
  openBudgets,
  openFetcher,
  type Refused,
} from '../../src/io/index.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type Answer, type LyingServer, lyingServer } from './lying-server.ts';

export const contact = 'tests@example.org';

/** No bound but on what runs at once. */
export const freePlan: BudgetPlan = {
  named: [],
  others: { requests: {}, bytes: {}, atOnce: 8, spacingMs: 0 },
};

export interface FetchStage {
  readonly server: LyingServer;
  readonly url: string;
  /** `host:port` of the server. */
  readonly host: string;
  readonly fetcher: Fetcher;
  readonly budgets: Budgets;
  readonly clock: FakeClock;
  fetch(options?: Partial<FetchOptions>): Promise<FetchedBytes | NotModified | Refused>;
}

export interface StageOptions extends Partial<FetcherOptions> {
  readonly plan?: BudgetPlan;
}

/** A lying server that is allowed, and a fetcher whose pauses are written down, not waited for. */
export async function fetchStage(
  t: ExecutionContext,
  answer: Answer,
  { plan = freePlan, allowedHosts = [], ...options }: StageOptions = {},
): Promise<FetchStage> {
  const server = await lyingServer(t, answer);
  const host = new URL(server.origin).host;
  const clock = fakeClock();
  const budgets = openBudgets(':memory:', { plan, now: clock.now });
  const fetcher = openFetcher({
    ...{ contact, budgets, clock, allowedHosts: [host, ...allowedHosts], ...options },
  });
  t.teardown(() => {
    fetcher.close();
    budgets.close();
  });
  const url = `${server.origin}/photo.jpg`;
  return {
    ...{ server, url, host, fetcher, budgets, clock },
    fetch: (change = {}) =>
      fetcher.fetchBytes(url, { mostBytes: 1_000_000, expects: 'image', ...change }),
  };
}

/** A server that writes bytes instead of HTTP; `host:port`. */
export async function rawServer(
  t: ExecutionContext,
  answer: (socket: Socket) => void,
): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
