import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PageRoute, pageRoutes } from '../../src/sources/inaturalist-stand-in/pages/index.ts';
import type { World } from '../../src/sources/inaturalist-stand-in/world.ts';

export interface PageServer {
  /** Without a slash at its end. */
  readonly origin: string;
  /** Path and query of every request, in order. */
  readonly asked: string[];
  /** Answers in the place of the pages where it returns true. */
  instead: ((path: string, response: ServerResponse) => boolean) | undefined;
  close(): void;
}

/** Serves the stand-in's pages of a world on this machine. */
export async function servePages(world: World): Promise<PageServer> {
  const http = createServer((request, response) => {
    const path = request.url ?? '/';
    served.asked.push(path);
    if (served.instead?.(path, response) === true) return;
    const url = new URL(path, served.origin);
    const { status, headers, body } = answerOf(pageRoutes, url, world);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const served: PageServer = {
    origin: `http://127.0.0.1:${port}`,
    asked: [],
    instead: undefined,
    close: () => {
      http.close();
      http.closeAllConnections();
    },
  };
  return served;
}

function answerOf(routes: readonly PageRoute[], url: URL, world: World) {
  for (const { pattern, answer } of routes) {
    const match = pattern.exec(url.pathname);
    if (match !== null) return answer(match, url, world);
  }
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found' };
}
