import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiRoutes } from './api/index.ts';
import { type Fault, planFaults } from './faults.ts';
import { pageRoutes } from './pages/index.ts';
import { openPhotos, photoRoutes } from './photo-routes.ts';
import { type Recordings, recordedRoute } from './recordings.ts';
import { jsonReply, type Route, type StandInReply, textReply } from './route.ts';
import { sendFaulty, sendReply } from './send-reply.ts';
import type { World } from './world.ts';
import { indexWorld, type WorldIndex } from './world-index.ts';

export interface OpenStandInOptions {
  /** What goes wrong; nothing, where `undefined`. */
  readonly faults?: readonly Fault[];
  /** Decides which share of requests go wrong. */
  readonly seed?: string;
  /** Answered before all else. */
  readonly routes?: readonly Route[];
  /** Answers of the real services, from files. */
  readonly recordings?: Recordings;
  /** What `/robots.txt` says. */
  readonly robots?: string;
}

/** An iNaturalist on this machine. No address has a slash at its end. */
export interface StandIn {
  readonly origin: string;
  /** Of the API, both versions. */
  readonly v1: string;
  readonly v2: string;
  /** What a recipe calls `photos`. */
  readonly photos: string;
  /** Every request so far, in the order in which they were answered. */
  readonly log: readonly LogLine[];
  close(): Promise<void>;
}

export interface LogLine {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Of the answer; 0 where there was none. */
  readonly status: number;
  /** Of the body as it was announced; 0 where there was none. */
  readonly bytes: number;
}

/** Starts a server on a free port of the loopback address, which answers for a world. */
export async function openStandIn(
  world: World,
  {
    faults = [],
    seed = 'faults',
    routes = [],
    recordings,
    robots = 'User-agent: *\nAllow: /\n',
  }: OpenStandInOptions = {},
): Promise<StandIn> {
  const log: LogLine[] = [];
  const index = indexWorld(world);
  const faultOf = planFaults(faults, seed);
  const table: readonly Route[] = [
    ...routes,
    ...(recordings === undefined ? [] : [recordedRoute(recordings)]),
    { path: /^\/robots\.txt$/, answer: () => textReply(200, 'text/plain', robots) },
    ...apiRoutes(),
    ...photoRoutes(),
    ...pagesOf(world),
  ];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url: path = '/' } = request;
    const fault = faultOf(path);
    const reply = await replyTo(request, { table, world: index });
    if (typeof fault === 'object' && 'slowMs' in fault) {
      await sleep(fault.slowMs, undefined, { ref: false });
    }
    const n = log.length + 1;
    const sent =
      fault === undefined
        ? sendReply(response, reply)
        : sendFaulty(response, reply, { fault, path, n });
    log.push({ method, path, ...sent });
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    v1: `${origin}/v1`,
    v2: `${origin}/v2`,
    photos: `${origin}${openPhotos}`,
    log,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The first route that has an answer gives it; a route that fails is a fault of the server. */
async function replyTo(
  { method = 'GET', url: path = '/', headers, socket }: IncomingMessage,
  { table, world }: { readonly table: readonly Route[]; readonly world: WorldIndex },
): Promise<StandInReply> {
  const origin = `http://127.0.0.1:${socket.localPort}`;
  if (!URL.canParse(path, origin)) return jsonReply(400, { error: 'Bad Request', status: 400 });
  const url = new URL(path, origin);
  const named = Object.entries(headers).map(([name, value]) => [name, [value].flat()[0]]);
  try {
    for (const { path: pattern, answer } of table) {
      const [match, ...groups] = pattern.exec(url.pathname) ?? [];
      if (match === undefined) continue;
      const request = { method, origin, url, groups, headers: Object.fromEntries(named), world };
      const reply = await answer(request);
      if (reply !== undefined) return reply;
    }
  } catch (error) {
    return jsonReply(500, { error: (error as Error).message, status: 500 });
  }
  return jsonReply(404, { error: 'Not Found', status: 404 });
}

function pagesOf(world: World): readonly Route[] {
  return pageRoutes.map(({ pattern, answer }) => ({
    path: pattern,
    answer({ url }) {
      const match = pattern.exec(url.pathname);
      if (match === null) return undefined;
      const { status, headers, body } = answer(match, url, world);
      return { status, headers, body: Buffer.from(body) };
    },
  }));
}
