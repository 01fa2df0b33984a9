import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { lyingServer } from '../../support/lying-server.ts';

const script = fileURLToPath(new URL('../../support/fetch-and-end.ts', import.meta.url));
const run = promisify(execFile);

test('a process ends by itself after it fetched, and after it stopped half-way', async (t) => {
  const { origin } = await lyingServer(t, (request, response) => {
    response.writeHead(200, { 'content-length': 10 });
    if (request.url === '/whole') response.end('0123456789');
    else response.write('01234');
  });
  const whole = await run(process.execPath, [script, `${origin}/whole`, 'go on']);
  t.deepEqual(whole, { stdout: 'fetched', stderr: '' });
  const half = await run(process.execPath, [script, `${origin}/half`, 'stop']);
  t.deepEqual(half, { stdout: 'stopped', stderr: '' });
});
