import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { encoderText, type HttpGet, ingestPhoto, openHttp } from '../src/io/index.ts';
import type { ImageRule } from '../src/records/index.ts';
import { madeUpPhotos } from './made-up-photos.ts';

// Photos from a server on this machine to what a dataset holds: see README.md beside this file.
const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '1000' },
    atOnce: { type: 'string', default: '4' },
    only: { type: 'string' },
  },
});

const rules: Readonly<Record<string, ImageRule>> = {
  resize: { resize: { kind: 'shorter-side', pixels: 512, quality: 90 }, leastSide: 256 },
  keep: { resize: { kind: 'keep' }, leastSide: 256 },
};

const photos = await madeUpPhotos(8);
const { server, url } = await serve(photos);
try {
  say(`${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`);
  say(encoderText());
  const bytes = photos.reduce((sum, { length }) => sum + length, 0) / photos.length;
  say(`2048x1536 pixels, ${(bytes / 1000).toFixed(0)} kB each, ${values.atOnce} at once`);
  for (const [name, rule] of Object.entries(rules)) {
    if (values.only === undefined || values.only === name) await ingestAll(name, rule);
  }
} finally {
  server.close();
}

async function ingestAll(name: string, rule: ImageRule): Promise<void> {
  const get = openHttp();
  const total = Number(values.photos);
  const start = performance.now();
  const cpu = process.cpuUsage();
  const half = Math.floor(total / 2);
  let rssAtHalf = 0;
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < total; i = next++) {
      if (i === half) rssAtHalf = process.memoryUsage.rss();
      await ingestPhoto(await fetchWhole(get, `${url}/${i % photos.length}`), rule);
    }
  };
  await Promise.all(Array.from({ length: Number(values.atOnce) }, worker));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
  say(
    `${name}: ${total} photos in ${seconds.toFixed(1)} s, ${(total / seconds).toFixed(0)} a second, ${((user + system) / 1000 / total).toFixed(1)} ms of processor time each, server included`,
  );
  say(
    `${name}: resident ${mib(rssAtHalf)} MiB half-way, ${mib(process.memoryUsage.rss())} at the end, ${mib(process.resourceUsage().maxRSS * 1024)} at most`,
  );
}

async function fetchWhole(get: HttpGet, address: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of (await get(address)).body) parts.push(part);
  return Buffer.concat(parts);
}

async function serve(files: readonly Uint8Array[]): Promise<{ server: Server; url: string }> {
  const listener = createServer((request, reply) => {
    reply.end(files[Number(request.url?.slice(1))]);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return { server: listener, url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}` };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
