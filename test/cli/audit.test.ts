import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../support/folders.ts';
import { runCli } from '../support/run-cli.ts';

test('audit ends in 0, 1 or 2 by what it found, and --tier moves the border', async (t) => {
  const folder = temporaryFolder(t);
  const list = join(folder, 'names.txt');
  const audit = (...args: string[]) => runCli('audit', list, '--against', 'voc', ...args);
  writeFileSync(list, 'leech\n');
  t.is((await audit()).code, 0);
  writeFileSync(list, 'aeroplane\n');
  t.is((await audit()).code, 1);
  writeFileSync(list, 'Xyzzyx plughii\n');
  t.is((await audit()).code, 2, 'nothing is known of it');
  writeFileSync(list, 'n02069412\n');
  t.is((await audit()).code, 0);
  const json = await runCli('audit', list, '--against', 'species-groups', '--tier', 'T3', '--json');
  t.deepEqual(Object.keys(JSON.parse(json.stdout).counts), ['species-groups']);
});

test('decide settles what audit asks, and explain shows what it asked about', async (t) => {
  const folder = temporaryFolder(t);
  const [list, certificate] = [join(folder, 'taxa.csv'), join(folder, 'certificate.json')];
  const decisions = join(folder, 'decisions.jsonl');
  writeFileSync(
    list,
    'scientificName,taxonRank,class,order,family,genus\nLithobates catesbeianus,species,Amphibia,Anura,Ranidae,Lithobates\n',
  );
  const against = ['--against', 'wordnet-nouns', '--tier', 'T0', '--out', certificate];
  const asked = await runCli('audit', list, ...against);
  t.is(asked.code, 2, asked.stdout);
  t.regex(asked.stdout, /\? a class has the same epithet in another genus: Rana catesbeiana/);

  const ruling = ['Lithobates catesbeianus', 'n01641577', 'same'];
  const given = ['--by', 'A', '--why', 'older name', '--file', decisions];
  t.is((await runCli('decide', ...ruling, ...given)).code, 0);
  t.is((await runCli('decide', ...ruling, '--file', decisions)).code, 2, 'nobody decides nameless');
  t.is(readFileSync(decisions, 'utf8').split('\n').length, 2);
  const settled = await runCli('audit', list, ...against, '--decisions', decisions);
  t.is(settled.code, 1, settled.stdout);

  const held = await runCli('audit', '--check', certificate, '--decisions', decisions);
  t.is(held.code, 0, held.stdout);
  writeFileSync(
    certificate,
    readFileSync(certificate, 'utf8').replace('"tier":"T0"', '"tier":"T3"'),
  );
  t.is((await runCli('audit', '--check', certificate, '--decisions', decisions)).code, 1);

  const explained = await runCli('explain', 'n01641577');
  t.is(explained.code, 0);
  t.regex(explained.stdout, /bullfrog, Rana catesbeiana {2}\(animal\)/);
});

test('audit lets no escape of a name reach the terminal, and leaves no half certificate', async (t) => {
  const folder = temporaryFolder(t);
  const list = join(folder, 'names.txt');
  writeFileSync(list, 'evil\u001b[2Jname\n');
  const { stdout, stderr } = await runCli('audit', list, '--against', 'voc');
  t.false(`${stdout}${stderr}`.includes('\u001b'));
  writeFileSync(list, 'n00000001\n');
  const out = join(folder, 'certificate.json');
  const failed = await runCli('audit', list, '--against', 'voc', '--out', out);
  t.is(failed.code, 2);
  t.regex(failed.stderr, /n00000001.*names\.txt/);
  for (const left of [out, `${out}.part`, `${out}.entries.part`]) t.false(existsSync(left), left);
});
