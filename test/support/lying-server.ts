import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';

export interface LyingServer {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly requests: readonly IncomingMessage[];
}

/** @param n which request this is, from 1 */
export type Answer = (request: IncomingMessage, response: ServerResponse, n: number) => void;

/** A server on this machine that answers as a test wants it to, and goes with the test. */
export async function lyingServer(t: ExecutionContext, answer: Answer): Promise<LyingServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests };
}

/** Answers as an honest server does, ranges included. */
export function serve(bytes: Uint8Array): Answer {
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (start === 0) return response.writeHead(200).end(bytes);
    if (start >= bytes.length) return response.writeHead(416).end();
    const rest = bytes.subarray(start);
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    return response.writeHead(206, { 'content-range': range }).end(rest);
  };
}
