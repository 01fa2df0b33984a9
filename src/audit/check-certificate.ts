import { InvalidInput } from '../errors.ts';
import type { Ancestor, Candidate } from '../lexicon/index.ts';
import type { Certificate, CertificateEntry, Judgement } from '../records/index.ts';
import type { Audit } from './audit.ts';
import type { CandidateList } from './candidates/candidate-list.ts';

/** One way in which a certificate is not what an audit of its candidates gives now. */
export interface Change {
  readonly kind: 'list' | 'wordnet' | 'decisions' | 'input' | 'head' | 'candidate';
  readonly subject: string;
  readonly was: string;
  readonly is: string;
}

/** The candidates that a certificate speaks of, as its input had given them. */
export function candidatesOf(certificate: Certificate, where: string): CandidateList {
  const ids = new Set(certificate.candidates.map(({ id }) => id));
  const facts = new Map<
    string,
    { name: string; rank?: string | undefined; parent?: string | undefined }
  >();
  for (const { id, ...entry } of certificate.candidates) facts.set(id, entry);
  for (const { key, ...ancestor } of certificate.ancestors) facts.set(key, ancestor);
  const made = new Map<string, Ancestor | undefined>();
  const underWay = new Set<string>();
  const ancestorOf = (key: string | undefined): Ancestor | undefined => {
    if (key === undefined) return undefined;
    if (underWay.has(key)) {
      throw new InvalidInput(`"${key}" is among its own ancestors: ${where}`);
    }
    if (made.has(key)) return made.get(key);
    underWay.add(key);
    const found = facts.get(key);
    const ancestor = found && {
      key,
      name: found.name,
      rank: found.rank,
      parent: ancestorOf(found.parent),
    };
    made.set(key, ancestor);
    underWay.delete(key);
    return ancestor;
  };
  return {
    ...certificate.input,
    where,
    size: certificate.candidates.length,
    has: (id) => ids.has(id),
    at(place) {
      const entry = certificate.candidates[place] as CertificateEntry;
      const { id, name, rank, wnid, isTaxon = false, parent, synonyms, vernaculars } = entry;
      const candidate: Candidate = {
        id,
        name,
        rank,
        wnid,
        synonyms,
        vernaculars,
        isTaxon,
        parent: ancestorOf(parent),
      };
      return candidate;
    },
  };
}

/**
 * What an audit of today says differently from a certificate. Where no list, taxonomy or decision
 * has moved and something differs all the same, the certificate was edited.
 */
export function changesSince(
  certificate: Certificate,
  today: Audit,
  entries: readonly Uint8Array[],
): readonly Change[] {
  const { head } = today;
  const changes: Change[] = [];
  const compare = (kind: Change['kind'], subject: string, was: unknown, is: unknown) => {
    const [wasText, isText] = [JSON.stringify(was) ?? '-', JSON.stringify(is) ?? '-'];
    if (wasText !== isText) changes.push({ kind, subject, was: wasText, is: isText });
  };
  compare('wordnet', 'WordNet', certificate.wordnet.sha256, head.wordnet.sha256);
  for (const set of certificate.against) {
    const now = head.against.find(({ name }) => name === set.name);
    compare('list', set.name, set.sha256, now?.sha256);
    if (now !== undefined) compare('head', `classes of ${set.name}`, set.classes, now.classes);
  }
  compare('decisions', 'decisions', certificate.decisions.sha256, head.decisions.sha256);
  compare('input', 'input', certificate.input.sha256, head.input.sha256);
  compare('head', 'candidates', certificate.input.candidates, head.input.candidates);
  compare('head', 'decisions used', certificate.decisions.used, head.decisions.used);
  for (const key of [
    'counts',
    'verdict',
    'nested',
    'entriesSha256',
    'covers',
    'ancestors',
  ] as const) {
    const same = JSON.stringify(sorted(certificate[key])) === JSON.stringify(sorted(head[key]));
    if (!same && (key === 'counts' || key === 'verdict'))
      compare('head', key, certificate[key], head[key]);
    else if (!same)
      changes.push({ kind: 'head', subject: key, was: 'other content', is: 'content of today' });
  }
  const now = new Map(entriesOf(entries).map((entry) => [entry.id, entry]));
  for (const entry of certificate.candidates) {
    changes.push(...candidateChange(entry, now.get(entry.id)));
    now.delete(entry.id);
  }
  for (const entry of now.values()) {
    changes.push({
      kind: 'candidate',
      subject: entry.name,
      was: 'not there',
      is: tiersText(entry),
    });
  }
  return changes;
}

function entriesOf(entries: readonly Uint8Array[]): readonly CertificateEntry[] {
  return entries.flatMap((lines) => JSON.parse(`[${new TextDecoder().decode(lines)}]`));
}

function candidateChange(
  was: CertificateEntry,
  is: CertificateEntry | undefined,
): readonly Change[] {
  if (is === undefined) {
    return [{ kind: 'candidate', subject: was.name, was: tiersText(was), is: 'not there' }];
  }
  if (JSON.stringify(sorted(was)) === JSON.stringify(sorted(is))) return [];
  const [wasText, isText] = [tiersText(was), tiersText(is)];
  const differs = wasText === isText ? ' (its names or its witness differ)' : '';
  return [{ kind: 'candidate', subject: was.name, was: wasText, is: `${isText}${differs}` }];
}

/** "imagenet-21k T0 bullfrog" */
function tiersText({ judgements }: CertificateEntry): string {
  const text = ({ against, tier, nearest }: Judgement) =>
    `${against} ${tier}${nearest === undefined ? '' : ` ${nearest.label}`}`;
  return judgements.map(text).join(', ');
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]),
  );
}
