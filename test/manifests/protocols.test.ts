import test from 'ava';
import { manifestNames, readManifest } from '../../src/io/index.ts';
import { differingTerms, parseProtocol } from '../../src/records/index.ts';

const read = async (name: string) => (await readManifest('protocols', name, parseProtocol)).content;

test('parseProtocol() reads every protocol of the toolkit when it bears the name of its file', async (t) => {
  const names = manifestNames('protocols');
  t.deepEqual(names, [
    'fishyscapes',
    'openood',
    'paper-caos',
    'paper-multiclass',
    'paper-multilabel',
    'segment-me-if-you-can',
  ]);
  for (const name of names) t.is((await read(name)).name, name);
});

test('parseProtocol() tells apart what the tables of the paper did', async (t) => {
  const multiclass = await read('paper-multiclass');
  t.deepEqual(differingTerms(multiclass, await read('paper-multilabel')), ['positive']);
  t.deepEqual(differingTerms(multiclass, await read('paper-caos')), ['aggregation', 'void']);
  t.deepEqual(differingTerms(multiclass, await read('openood')), ['fpr95', 'aupr']);
  t.deepEqual(differingTerms(await read('fishyscapes'), await read('segment-me-if-you-can')), []);
});
