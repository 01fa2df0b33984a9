import {
  type Certificate,
  type CertificateEntry,
  type Figures,
  type Finding,
  outcomeOf,
} from '../../records/index.ts';
import type { Check } from '../check.ts';
import { type OverlapOptions, parseOverlapOptions } from './options.ts';

/**
 * Reads the release's certificate: an overlap is a fault, an undecided case is unjudged, a label
 * that names something else than its synset is a fault, one that is merely wider a note. Every class
 * of the records, or every species by its taxon, must stand in the certificate. The certificate itself is held to WordNet and the
 * class sets by `oodforge audit --check`.
 */
export const overlap: Check = {
  name: 'overlap',
  start(options, { certificate }, where) {
    const wanted = parseOverlapOptions(options, where);
    const classes = new Set<string>();
    const species = new Map<string, Species>();
    return {
      addRecord({ truth }) {
        if (truth.kind === 'class') classes.add(truth.member);
        if (truth.kind === 'species') {
          const { id, name } = truth.taxon;
          species.set(`${id} ${name}`, { id: String(id), name });
        }
      },
      addSkipped() {},
      finish() {
        if (certificate === undefined) return { figures: {}, findings: [noCertificate] };
        return {
          figures: figuresOf(certificate),
          findings: [
            ...otherSets(certificate, wanted),
            ...uncertifiedClasses(certificate, classes),
            ...uncertifiedSpecies(certificate, [...species.values()]),
            ...certificate.candidates.flatMap((entry) => judge(entry, wanted)),
            ...certificate.nested.map(
              ([below, above]): Finding => ({
                code: 'class-below-class',
                level: 'note',
                subject: below,
                values: { above },
              }),
            ),
          ],
        };
      },
    };
  },
};

interface Species {
  /** Of its taxon. */
  readonly id: string;
  readonly name: string;
}

const noCertificate: Finding = {
  code: 'no-certificate',
  level: 'unjudged',
  subject: 'certificate.json',
  values: {},
};

function figuresOf({ counts, against }: Certificate): Figures {
  const classes = Object.fromEntries(against.map((set) => [set.name, set.classes]));
  return { classesAgainst: classes, tiers: counts };
}

/** A certificate against other sets, or that fails later, proves something else. */
function otherSets({ against, failsFrom }: Certificate, wanted: OverlapOptions): Finding[] {
  const names = against.map(({ name }) => name);
  const isSame =
    failsFrom === wanted.failsFrom && wanted.against.every((name) => names.includes(name));
  if (isSame) return [];
  const values = { against: names.join(', '), failsFrom };
  return [
    { code: 'certificate-of-other-sets', level: 'fault', subject: 'certificate.json', values },
  ];
}

function uncertifiedClasses({ candidates }: Certificate, classes: ReadonlySet<string>): Finding[] {
  const certified = new Set(candidates.map(({ name }) => name));
  return [...classes]
    .filter((name) => !certified.has(name))
    .map((subject) => ({ code: 'class-without-certificate', level: 'fault', subject, values: {} }));
}

/** A species is certified by the id of its taxon, under the name that the records give it. */
function uncertifiedSpecies(
  { candidates }: Certificate,
  species: readonly Species[],
): readonly Finding[] {
  const certified = new Map(candidates.map(({ id, name }) => [id, name]));
  return species
    .filter(({ id, name }) => certified.get(id) !== name)
    .map(({ id: taxon, name: subject }) => {
      const values = { taxon, certified: certified.get(taxon) ?? '' };
      return { code: 'species-without-certificate', level: 'fault', subject, values };
    });
}

function judge(entry: CertificateEntry, { failsFrom }: OverlapOptions): Finding[] {
  const findings: Finding[] = [];
  for (const judgement of entry.judgements) {
    const outcome = outcomeOf(judgement, failsFrom);
    if (outcome === 'pass') continue;
    const { against, tier, nearest } = judgement;
    const values = { against, tier, class: nearest?.label ?? '', wnid: nearest?.wnid ?? '' };
    findings.push({
      code: outcome === 'fail' ? 'overlaps' : 'overlap-undecided',
      level: outcome === 'fail' ? 'fault' : 'unjudged',
      subject: entry.name,
      values,
    });
  }
  if (entry.label !== undefined) {
    const { code, text, wnid = '' } = entry.label;
    findings.push({
      code: `label-${code}`,
      level: code === 'elsewhere' ? 'fault' : 'note',
      subject: entry.name,
      values: { synset: entry.wnid ?? '', names: text, wnid },
    });
  }
  return findings;
}
