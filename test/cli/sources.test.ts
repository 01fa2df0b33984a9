import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { jsonText } from '../../src/io/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { type Answer, lyingServer, serve } from '../support/lying-server.ts';
import { pinManifest, someBytes } from '../support/pinned.ts';
import { startCli } from '../support/run-cli.ts';

const bytes = someBytes(60_000);
const half = bytes.subarray(0, 30_000);

/** A server, a manifest that pins its file, and an empty folder to work in. */
async function stage(t: ExecutionContext, answer: Answer) {
  const server = await lyingServer(t, answer);
  const cwd = temporaryFolder(t);
  const manifest = join(cwd, 'some-list.json');
  writeFileSync(manifest, jsonText(pinManifest(bytes, { url: `${server.origin}/x` })));
  const run = (action: string, ...args: readonly string[]) =>
    startCli(['sources', action, manifest, ...args], { cwd });
  return { server, cwd, run, file: join(cwd, 'data/raw/some-list.txt') };
}

test('sources fetch brings a file, list shows it, verify passes it', async (t) => {
  const { run, file } = await stage(t, serve(bytes));
  const missing = await run('verify').finished;
  t.is(missing.code, 2);
  t.regex(missing.stdout, /some-list +unknown +missing\n\nFor those .*npx oodforge sources fetch/);
  t.regex((await run('list').finished).stdout, /some-list +60,000 +MIT +no +Some list/);

  const fetched = await run('fetch').finished;
  t.is(fetched.code, 0, fetched.stderr);
  t.regex(fetched.stdout, /some-list +downloaded +60,000 +some-list\.txt/);
  t.regex(fetched.stderr, /^fetch .*60,000\/60,000 bytes/m);
  t.deepEqual(readFileSync(file), bytes);

  t.regex((await run('list').finished).stdout, /some-list +60,000 +MIT +raw +Some list/);
  t.is((await run('verify').finished).code, 0);
  t.regex((await run('fetch').finished).stdout, /already there/);
});

test('sources verify ends in 1 and names what differs', async (t) => {
  const { run, cwd, file } = await stage(t, serve(bytes));
  mkdirSync(join(cwd, 'data/raw'), { recursive: true });
  writeFileSync(file, half);
  const { code, stdout } = await run('verify').finished;
  t.is(code, 1);
  t.regex(stdout, /expected 60,000 bytes, SHA-256 [0-9a-f]{64}\n +found +30,000 bytes, SHA-256/);
  t.regex((await run('list').finished).stdout, /raw, other bytes/);
  const { sources } = JSON.parse((await run('verify', '--json').finished).stdout);
  t.like(sources[0], { name: 'some-list', verdict: 'fail', state: { kind: 'differs' } });
});

test('sources fetch takes a mirror where there is no network', async (t) => {
  const { run, cwd, server, file } = await stage(t, (_, response) => response.writeHead(500).end());
  writeFileSync(join(cwd, 'some-list.txt'), bytes);
  const { code, stdout } = await run('fetch', '--mirror', cwd).finished;
  t.is(code, 0);
  t.regex(stdout, /some-list +copied/);
  t.deepEqual(readFileSync(file), bytes);
  t.is(server.requests.length, 0);
  t.regex((await run('list', '--mirror', cwd).finished).stdout, / mirror /);
});

test('sources fetch ends in 2 with the reason, and still fetches the others', async (t) => {
  const { run, cwd, file, server } = await stage(t, (request, response, n) =>
    request.url === '/x' ? serve(bytes)(request, response, n) : response.writeHead(404).end(),
  );
  const gone = { name: 'gone', file: 'gone.txt', url: `${server.origin}/gone` };
  writeFileSync(join(cwd, 'gone.json'), jsonText(pinManifest(bytes, gone)));
  const { code, stdout } = await run('fetch', join(cwd, 'gone.json'), '--json').finished;
  t.is(code, 2);
  const { verdict, sources } = JSON.parse(stdout);
  t.is(verdict, 'unknown');
  t.like(sources[0], { name: 'some-list', outcome: 'downloaded' });
  t.like(sources[1], { name: 'gone', outcome: 'failed', error: { retryable: false } });
  t.regex(sources[1].error.message, /status 404: http/);
  t.deepEqual(readFileSync(file), bytes);
});

for (const signal of ['SIGKILL', 'SIGINT'] as const) {
  test(`sources fetch goes on after ${signal} and ends with the same bytes`, async (t) => {
    let isStuck = true;
    const { run, file, server } = await stage(t, (request, response, n) => {
      if (isStuck) response.writeHead(200, { 'content-length': bytes.length }).write(half);
      else serve(bytes)(request, response, n);
    });
    const first = run('fetch');
    const part = `${file}.part`;
    while (!existsSync(part) || statSync(part).size < half.length) await setImmediate();
    first.child.kill(signal);
    const { code, stderr } = await first.finished;
    t.is(code, signal === 'SIGINT' ? 2 : null);
    if (signal === 'SIGINT') t.regex(stderr, /Interrupted: run the same command to go on/);
    t.false(existsSync(file));
    isStuck = false;
    const again = await run('fetch').finished;
    t.is(again.code, 0, again.stdout);
    t.is(server.requests.at(-1)?.headers.range, `bytes=${half.length}-`);
    t.deepEqual(readFileSync(file), bytes);
    t.false(existsSync(part));
  });
}

test('of two fetches at once one is busy, and the file is whole', async (t) => {
  let isWaiting: () => void = () => {};
  const waiting = new Promise<void>((resolve) => {
    isWaiting = resolve;
  });
  let go: () => void = () => {};
  const { run, file } = await stage(t, (request, response, n) => {
    go = () => serve(bytes)(request, response, n);
    isWaiting();
  });
  const first = run('fetch');
  await waiting;
  const second = await run('fetch', '--json').finished;
  t.is(second.code, 2);
  t.like(JSON.parse(second.stdout).sources[0].error, { name: 'Busy', retryable: true });
  go();
  t.is((await first.finished).code, 0);
  t.deepEqual(readFileSync(file), bytes);
});
