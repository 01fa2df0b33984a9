import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../support/folders.ts';
import { runCli } from '../support/run-cli.ts';
import { identityModel } from '../support/tiny-model.ts';

test('model inspect says what is in a file, proposes a manifest and ends with its verdict', async (t) => {
  const path = join(temporaryFolder(t), 'identity.onnx');
  writeFileSync(path, identityModel({ dims: ['N', 20, 8, 8] }));
  const shown = await runCli('model', 'inspect', path);
  t.is(shown.code, 0, shown.stderr);
  t.regex(shown.stdout, /output {2}logits {2}float32 {2}Nx20x8x8 {2}1x20x8x8/);
  t.regex(shown.stdout, /logits has 20 channels, as many as members: .*voc/);
  const proposed = await runCli(
    'model',
    'inspect',
    path,
    '--propose',
    '--classes',
    'voc',
    '--no-run',
  );
  t.is(proposed.code, 0, proposed.stderr);
  t.like(JSON.parse(proposed.stdout), { schema: 1, name: 'identity', classes: { set: 'voc' } });
  const differs = await runCli('model', 'inspect', path, '--classes', 'coco', '--no-run', '--json');
  t.is(differs.code, 1, differs.stderr);
  t.like(JSON.parse(differs.stdout), { verdict: 'fail', summary: { opset: 17 } });
});

test('model ends in 2 when what it is told cannot be', async (t) => {
  const path = join(temporaryFolder(t), 'cut.onnx');
  writeFileSync(path, identityModel().subarray(0, -5));
  for (const [args, message] of [
    [['inspect', path], /Not an ONNX model: .* at byte \d+: /],
    [['inspect', path, '--classes', 'nonsense'], /No class set "nonsense": --classes \(known: /],
    [['train', path], /Not an action \(known: inspect, fit\)/],
  ] as const) {
    const { code, stderr } = await runCli('model', ...args);
    t.is(code, 2);
    t.regex(stderr, message);
  }
});
