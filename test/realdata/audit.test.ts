import { existsSync, readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import {
  audit,
  candidatesOf,
  certificateText,
  changesSince,
  noDecisions,
  readCandidates,
  readClassList,
} from '../../src/audit/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { readWordnetNouns } from '../../src/io/index.ts';
import { readNouns } from '../../src/lexicon/index.ts';
import { parseCertificate } from '../../src/records/index.ts';

// These files are not part of this project. Where they lie beside the checkout they are audited.
const root = fileURLToPath(new URL('../../../shared/realdata', import.meta.url));
const mirror = join(root, 'classlists/imagenet');
const onRealFiles = existsSync(root) ? test : test.skip;
if (!existsSync(root))
  test('real lists are audited where they are at hand', (t) => t.pass(`no ${root}`));

const wordnet = await readWordnetNouns();
const nouns = readNouns(wordnet.bytes, wordnet.where);
const readable = new Set(['.txt', '.names', '.csv', '.tsv', '.json']);

/** Files that hold candidates by their form, and the folders that are read whole. */
function inputs(): readonly string[] {
  const files = ['classlists', 'inat'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && readable.has(extname(entry.name)))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return [...files, join(root, 'inat/col_species_photos')].sort();
}

onRealFiles('every real input gives a certificate that holds, or says why not', async (t) => {
  t.timeout(240_000);
  const places = { mirror, rawFolder: join(root, 'nowhere'), wordnet };
  const list = await readClassList('imagenet-21k', places);
  const candidates = async (path: string) => readCandidates(path);
  let audited = 0;
  for (const path of inputs()) {
    const name = relative(root, path);
    const run = async () => {
      const entries: Uint8Array[] = [];
      const onEntries = async (lines: Uint8Array) => void entries.push(lines);
      const input = { nouns, wordnetSha256: wordnet.sha256, lists: [list], decisions: noDecisions };
      const given = await candidates(path);
      const found = await audit({ ...input, candidates: given, failsFrom: 'T1', onEntries });
      return { found, text: certificateText(found, entries) };
    };
    try {
      const { found, text } = await run();
      t.is((await run()).text, text, `${name}: the same bytes again`);
      const certificate = parseCertificate(JSON.parse(text), name);
      const entries: Uint8Array[] = [];
      const again = await audit({
        onEntries: async (lines) => void entries.push(lines),
        nouns,
        wordnetSha256: wordnet.sha256,
        lists: [list],
        decisions: noDecisions,
        candidates: candidatesOf(certificate, name),
        failsFrom: 'T1',
      });
      t.deepEqual(changesSince(certificate, again, entries), [], `${name}: the certificate holds`);
      const { input, counts, verdict } = found.head;
      t.true(input.candidates > 0, name);
      t.log(`${name}: ${verdict} ${JSON.stringify(counts['imagenet-21k'])}`);
      audited++;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw new Error(name, { cause: error });
      t.true(error.message.includes(path), `${name}: ${error.message}`);
      t.log(`${name}: ${error.message.replaceAll(root, '').slice(0, 120)}`);
    }
  }
  t.true(audited > 40, `${audited} audited`);
});
