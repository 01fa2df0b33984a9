import test from 'ava';
import fc from 'fast-check';
import {
  type Audit,
  audit,
  candidatesOf,
  certificateText,
  changesSince,
  noDecisions,
  readCandidates,
  readClassList,
} from '../../src/audit/index.ts';
import { runOnThreads } from '../../src/engine/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { readWordnetNouns } from '../../src/io/index.ts';
import { readNouns } from '../../src/lexicon/index.ts';
import { asSha256, type Certificate, parseCertificate } from '../../src/records/index.ts';
import { openDataTaxa, writeInput } from '../support/audit-input.ts';

const wordnet = await readWordnetNouns();
const nouns = readNouns(wordnet.bytes, wordnet.where);
const places = { mirror: undefined, rawFolder: '/nowhere', wordnet };

interface Audited {
  readonly found: Audit;
  readonly entries: readonly Uint8Array[];
}

async function auditOf(
  from: string | Parameters<typeof audit>[0]['candidates'],
  against = ['voc', 'coco'],
  threads?: number,
): Promise<Audited> {
  const signal = new AbortController().signal;
  const entries: Uint8Array[] = [];
  const found = await audit({
    onEntries: async (lines) => void entries.push(lines),
    nouns,
    wordnetSha256: wordnet.sha256,
    lists: await Promise.all(against.map((name) => readClassList(name, places))),
    candidates: typeof from === 'string' ? await readCandidates(from) : from,
    failsFrom: 'T1',
    decisions: noDecisions,
    runTask: threads
      ? (task, items) => runOnThreads(task, items, { threads, batchSize: 16, signal })
      : undefined,
  });
  return { found, entries };
}

const textOf = ({ found, entries }: Audited) => certificateText(found, entries);
const changes = (certificate: Certificate, { found, entries }: Audited) =>
  changesSince(certificate, found, entries);
const paper = textOf(await auditOf('imagenet21k-multilabel'));

test('certificateText() gives the same bytes for the same input', async (t) => {
  t.is(textOf(await auditOf('imagenet21k-multilabel')), paper);
});

test('certificateText() gives the same bytes on any number of threads', async (t) => {
  const genera = ['Canis', 'Felis', 'Rosa', 'Amanita', 'Xyzzya', 'Grus', 'Ursus'];
  const rows = Array.from({ length: 21_000 }, (_, i) => {
    const genus = genera[i % genera.length] as string;
    return i < genera.length
      ? [i + 1, '', 20, 'genus', genus, 'true']
      : [
          i + 1,
          (i % genera.length) + 1,
          10,
          'species',
          `${genus} nova${i % 997}`,
          i % 50 ? 't' : 'f',
        ];
  });
  const path = writeInput(t, 'taxa.csv', openDataTaxa(rows));
  const one = textOf(await auditOf(path, ['coco'], 1));
  t.true(one === textOf(await auditOf(path, ['coco'], 2)), 'two threads');
  t.true(one === textOf(await auditOf(path, ['coco'])), 'no threads');
  const certificate = parseCertificate(JSON.parse(one), 'c');
  t.deepEqual(changes(certificate, await auditOf(candidatesOf(certificate, 'c'), ['coco'])), []);
});

type Json = Record<string, unknown>;
const leaves = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]))
    : [path];

// What only the candidates themselves can vouch for: --check with their file compares them.
const unproven = /^(toolkit|failsFrom|input\.(format|columns|leftOut)|against\.\d+\.title)/;
const edited = leaves(JSON.parse(paper)).filter((path) => !unproven.test(path.join('.')));

/** The certificate with another value of the same kind at one place. */
function editAt(path: readonly string[]): unknown {
  const certificate = JSON.parse(paper) as Json;
  let at = certificate;
  for (const key of path.slice(0, -1)) at = at[key] as Json;
  const last = path.at(-1) as string;
  const was = at[last];
  if (typeof was === 'number') at[last] = was + 1;
  else if (typeof was === 'boolean') at[last] = !was;
  else if (last === 'tier') at[last] = was === 'T2' ? 'T3' : 'T2';
  else if (/^n\d{8}$/.test(String(was))) at[last] = was === 'n02084071' ? 'n02121620' : 'n02084071';
  else at[last] = `${was}x`;
  return certificate;
}

test('changesSince() finds an edit of any value, or the schema refuses it', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...edited), async (path) => {
      if (path[0] === 'candidates' && path[2] === 'id') return;
      const place = path.join('.');
      try {
        const certificate = parseCertificate(editAt(path), 'c');
        const today = await auditOf(candidatesOf(certificate, 'c'));
        t.true(changes(certificate, today).length > 0, place);
      } catch (error) {
        t.true(error instanceof InvalidInput, `${place}: ${error}`);
      }
    }),
    { numRuns: 60 },
  );
});

test('changesSince() says which list, taxonomy or input moved', async (t) => {
  const certificate = parseCertificate(JSON.parse(paper), 'c');
  const same = await auditOf('imagenet21k-multilabel');
  const moved = {
    ...certificate,
    against: certificate.against.map((set) => ({ ...set, sha256: asSha256('0'.repeat(64)) })),
  };
  t.deepEqual(
    changes(moved, same).map(({ kind, subject }) => `${kind} ${subject}`),
    ['list voc', 'list coco'],
  );
  const other = changes(certificate, await auditOf('cityscapes'));
  t.true(other.some(({ kind }) => kind === 'input'));
  t.true(other.some(({ kind, is }) => kind === 'candidate' && is === 'not there'));
});

test('candidatesOf() refuses a taxon among its own ancestors', (t) => {
  const certificate = parseCertificate(JSON.parse(paper), 'c');
  const ring = [
    { key: 'a', name: 'A', parent: 'b' },
    { key: 'b', name: 'B', parent: 'a' },
  ];
  const first = certificate.candidates[0] as (typeof certificate.candidates)[number];
  const list = candidatesOf(
    { ...certificate, ancestors: ring, candidates: [{ ...first, parent: 'a' }] },
    'c.json',
  );
  t.throws(() => list.at(0), {
    instanceOf: InvalidInput,
    message: '"a" is among its own ancestors: c.json',
  });
});

test('parseCertificate() names the place that breaks the schema', (t) => {
  const certificate = JSON.parse(paper);
  const broken = (change: object) => parseCertificate({ ...certificate, ...change }, 'c.json');
  t.throws(() => broken({ schema: 2 }), { message: /c\.json at schema$/ });
  t.throws(() => broken({ verdict: 'fine' }), { message: /\(got "fine"\): c\.json at verdict$/ });
  t.throws(() => broken({ nested: [['a']] }), { message: /c\.json at nested\[0\]/ });
  t.throws(() => broken({ extra: 1 }), { message: /extra.*c\.json$/ });
  t.notThrows(() => broken({}));
});
