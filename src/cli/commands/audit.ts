import { readFile } from 'node:fs/promises';
import {
  type Audit,
  audit,
  type CandidateList,
  candidatesOf,
  changesSince,
  openCertificateFile,
  readCandidates,
  readClassList,
  readDecisions,
  usualListName,
} from '../../audit/index.ts';
import { InvalidInput } from '../../errors.ts';
import { parseJson, readWordnetNouns } from '../../io/index.ts';
import { readNouns } from '../../lexicon/index.ts';
import { parseCertificate, type Tier, z } from '../../records/index.ts';
import { auditText, certificateCheckText } from '../../report/index.ts';
import {
  type Command,
  type CommandContext,
  type Outcome,
  parseOptions,
  threadRunner,
  threadsOption,
  threadsSchema,
} from '../command.ts';
import { defaultRawFolder } from '../folders.ts';

/** Of a certificate: two million taxa. */
const mostCharacters = 500_000_000;

const failingTiers = ['T0', 'T1', 'T2', 'T3'] as const;

const schema = z.strictObject({
  against: z.string().optional(),
  tier: z.enum(failingTiers).default('T1'),
  column: z.string().optional(),
  mirror: z.string().optional(),
  decisions: z.string().optional(),
  out: z.string().optional(),
  check: z.string().optional(),
  threads: threadsSchema,
});
type Options = z.infer<typeof schema>;

export const command: Command = {
  arguments: [
    [
      '[candidates]',
      'names, wnids or taxa: a file (text, CSV, TSV, JSON), a folder of class folders, a release, a class set',
    ],
  ],
  options: [
    [
      '--against <sets>',
      'class sets, a comma between: of manifests/class-sets or manifests/sources, wordnet-nouns, a file (default: imagenet-21k, or wordnet-nouns where its list is not at hand)',
    ],
    ['--tier <tier>', 'fail from this tier on: T0, T1, T2, T3 (default: T1)'],
    ['--column <head>', 'the column of a table that holds names or wnids'],
    ['--mirror <dir>', 'folder that holds the pinned lists by file name'],
    [
      '--decisions <file>',
      'decisions on reviewed cases (default: manifests/decisions/overlap.jsonl, where there is one)',
    ],
    ['--out <file>', 'write the certificate: every candidate with its witness'],
    ['--check <certificate>', 'hold a certificate against the lists and rules of today'],
    threadsOption,
  ],
  example: 'oodforge audit imagenet21k-multilabel --against voc,coco',
  async run(input, context) {
    const options = parseOptions(schema, input);
    const [from] = input.args;
    if (options.check !== undefined) return check(options.check, from, options, context);
    if (from === undefined) throw new InvalidInput('Say what to audit, or --check a certificate');
    const candidates = await readCandidates(from, options);
    const names = options.against?.split(',').map((name) => name.trim());
    const { out } = options;
    if (out === undefined) {
      const found = await auditWith(candidates, { ...options, names }, context);
      return outcomeOf(found, out);
    }
    const file = await openCertificateFile(out);
    try {
      const onEntries = file.add;
      const found = await auditWith(candidates, { ...options, names, onEntries }, context);
      await file.finish(found);
      return outcomeOf(found, out);
    } catch (error) {
      await file.discard();
      throw error;
    }
  },
};

async function auditWith(
  candidates: CandidateList,
  options: Options & {
    readonly names?: readonly string[] | undefined;
    readonly failsFrom?: Tier;
    readonly onEntries?: (lines: Uint8Array) => Promise<void>;
  },
  context: CommandContext,
): Promise<Audit> {
  const wordnet = await readWordnetNouns();
  const places = { mirror: options.mirror, rawFolder: defaultRawFolder, wordnet };
  const names = options.names ?? [await usualListName(places)];
  const named = await Promise.all(names.map((name) => readClassList(name, places)));
  const lists = [...new Map(named.map((list) => [list.name, list])).values()];
  return audit({
    nouns: readNouns(wordnet.bytes, wordnet.where),
    wordnetSha256: wordnet.sha256,
    lists,
    candidates,
    failsFrom: options.failsFrom ?? options.tier,
    decisions: await readDecisions(options.decisions),
    runTask: threadRunner(options.threads, context),
    onEntries: options.onEntries,
    onProgress: (done, total) => context.progress.update('audit', done, total, 'candidates'),
  });
}

/** The same lists, the same candidates (or those of a file of today), and what is different. */
async function check(
  path: string,
  from: string | undefined,
  options: Options,
  context: CommandContext,
): Promise<Outcome> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new InvalidInput(`No such file: ${path}`, { cause });
  });
  const certificate = parseCertificate(parseJson(text, path, mostCharacters), path);
  const candidates =
    from === undefined ? candidatesOf(certificate, path) : await readCandidates(from, options);
  // A list of the user's own is named after its digest; its title is where it was read from.
  const names = certificate.against.map(({ name, title }) =>
    name.startsWith('list-') ? title : name,
  );
  const entries: Uint8Array[] = [];
  const onEntries = async (lines: Uint8Array) => void entries.push(lines);
  const { failsFrom } = certificate;
  const today = await auditWith(candidates, { ...options, names, failsFrom, onEntries }, context);
  const changes = changesSince(certificate, today, entries);
  return {
    verdict: changes.length === 0 ? 'pass' : 'fail',
    text: certificateCheckText(path, changes),
    json: { certificate: path, changes },
  };
}

function outcomeOf(found: Audit, out: string | undefined): Outcome {
  const { head, tally } = found;
  const written = out === undefined ? '' : `certificate: ${out}\n`;
  return {
    verdict: head.verdict,
    text: `${auditText(found)}${written}`,
    json: { ...head, findings: tally.findings, certificate: out },
  };
}
