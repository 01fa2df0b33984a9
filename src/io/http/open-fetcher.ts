import { parseAs, z } from '../../records/index.ts';
import { openAddressGuard, type Resolve } from './address-guard.ts';
import { type Budgets, hostSchema } from './budgets/index.ts';
import { type Clock, systemClock } from './clock.ts';
import { type FetchedJson, readJson } from './fetch-json.ts';
import type { FetchOptions } from './fetch-options.ts';
import type { FetchedBytes, NotModified, Refused } from './fetch-result.ts';
import { type FetchWorld, fetchStubbornly } from './fetch-stubbornly.ts';
import { type HostGate, openHostGate } from './host-gate.ts';
import { openUsage, type Usage } from './usage.ts';
import { userAgentOf } from './user-agent.ts';

/** Fetches what data names: within budgets, under the contact's name, from public addresses. */
export interface Fetcher {
  /**
   * What lies at an address, or the final answer that it cannot be had.
   *
   * @throws {RemoteFailure} when no attempt brought an answer, or the network fails for good
   * @throws the reason of the signal when that is aborted
   */
  fetchBytes(
    url: string,
    options: FetchOptions & { readonly expects: 'image' | 'anything' },
  ): Promise<FetchedBytes | NotModified | Refused>;
  /**
   * How many bytes lie at an address, by what the server says of them (HEAD); `undefined` where it
   * refuses or does not say. The body is not fetched.
   *
   * @throws as does {@link fetchBytes}
   */
  askSize(
    url: string,
    options: Pick<FetchOptions, 'signal' | 'onWait'>,
  ): Promise<number | undefined>;
  /** The same of JSON, to be parsed by who knows its form. */
  fetchJson(url: string, options: FetchOptions): Promise<FetchedJson | NotModified | Refused>;
  /** Who else asks these hosts in this process, such as a browser, goes through it. */
  readonly gate: HostGate;
  /** As servers are told. */
  readonly userAgent: string;
  /** Since this was opened. */
  readonly usage: Usage;
  /** Ends the connections that are kept for later; the budgets belong to who opened them. */
  close(): void;
}

export interface FetcherOptions {
  /** An e-mail address, or the URL of a page that tells how to reach who runs this. */
  readonly contact: string;
  readonly budgets: Budgets;
  /** `host:port` each: mirrors and stand-ins that may have any address. */
  readonly allowedHosts?: readonly string[] | undefined;
  readonly clock?: Clock | undefined;
  /** The system's unless given. */
  readonly resolve?: Resolve | undefined;
  /** How long a server may be silent. */
  readonly idleMs?: number | undefined;
  readonly leastBytesPerSecond?: number | undefined;
  readonly mostAttempts?: number | undefined;
}

/** @throws {InvalidInput} when the contact is none, or an allowed host has no port */
export function openFetcher(options: FetcherOptions): Fetcher {
  const { budgets, clock = systemClock, resolve } = options;
  const allowedHosts = parseAs(z.array(hostSchema), options.allowedHosts ?? [], 'allowed hosts');
  const userAgent = userAgentOf(options.contact);
  const usage = openUsage();
  const gate = openHostGate(budgets, { sleep: clock.sleep, usage });
  // Connections of their own, so that none is reused that was made without the guard.
  // Loaded here and not by an import, which costs commands that fetch nothing 15 ms of their start.
  const http = process.getBuiltinModule('node:http');
  const https = process.getBuiltinModule('node:https');
  const agents = {
    http: new http.Agent({ keepAlive: true, maxFreeSockets }),
    https: new https.Agent({ keepAlive: true, maxFreeSockets }),
  };
  const world: FetchWorld = {
    ...{ userAgent, gate, agents, clock, budgets, usage },
    guard: openAddressGuard({ allowedHosts, resolve }),
    idleMs: options.idleMs ?? 30_000,
    pace: { leastBytesPerSecond: options.leastBytesPerSecond ?? 1_000, patienceMs: 20_000 },
    mostAttempts: options.mostAttempts ?? 5,
  };
  return {
    fetchBytes: (url, wanted) =>
      fetchStubbornly(url, { ...wanted, read: (fetched) => fetched }, world),
    async askSize(url, wanted) {
      const read = (fetched: FetchedBytes) => fetched;
      const options = { ...wanted, mostBytes: Number.POSITIVE_INFINITY, expectedBytes: 0 };
      const answer = await fetchStubbornly(
        url,
        { ...options, expects: 'image', isHead: true, read },
        world,
      );
      return answer.kind === 'fetched' ? answer.announced : undefined;
    },
    fetchJson: (url, wanted) =>
      fetchStubbornly(
        url,
        { accept: 'application/json', ...wanted, expects: 'json', read: readJson },
        world,
      ),
    ...{ gate, userAgent, usage },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

const maxFreeSockets = 8;
