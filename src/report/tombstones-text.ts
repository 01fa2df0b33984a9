import { nextVersion, type Raised } from '../release/index.ts';
import { numberText, tableText } from './table.ts';

export interface RecheckSummary {
  readonly dataset: string;
  readonly version: string;
  /** In the release. */
  readonly records: number;
  readonly raised: Raised;
  /** Photos of which the source could not tell. */
  readonly undecided?: UndecidedPhotos | undefined;
  /** Where the tombstones are written. */
  readonly file?: string | undefined;
}

interface UndecidedPhotos {
  readonly count: number;
  readonly examples: readonly { readonly photoId: number; readonly detail: string }[];
}

/** Records that are named; of more the number is given. */
const mostNamed = 20;

/** Which photos of a release may not stay, why, and what version follows from that. */
export function tombstonesText(summary: RecheckSummary): string {
  const { dataset, version, records, raised, file } = summary;
  const { tombstones, unknown } = raised;
  const strangers =
    unknown.length === 0 ? '' : `Photos of no record: ${numberText(unknown.length)}\n`;
  const rest = `${strangers}${undecidedText(summary)}`;
  if (tombstones.length === 0) {
    const which = rest === strangers ? 'Every record' : 'Every record that the source tells of';
    return `${which} of ${dataset} ${version} may stay\n${rest}`;
  }
  const reasons = [...Map.groupBy(tombstones, ({ reason }) => reason)]
    .map(([reason, { length }]) => `${numberText(length)} ${reason}`)
    .sort();
  const newOnes = raised.raised.length;
  return [
    `${numberText(tombstones.length)} of ${numberText(records)} records of ${dataset} ${version} may not stay: ${reasons.join(', ')}; ${numberText(newOnes)} of them new\n`,
    tableText(['record', 'species', 'reason', 'since', 'detail'], rowsOf(raised)),
    `The release that leaves them out is ${dataset} ${nextVersionWithout(version, tombstones.length)}: records removed make a major step\n${file === undefined ? '' : `tombstones: ${file}\n`}${rest}`,
  ].join('\n');
}

function undecidedText({ undecided }: RecheckSummary): string {
  if (undecided === undefined || undecided.count === 0) return '';
  const [first] = undecided.examples;
  const example = first === undefined ? '' : `, one of them ${first.photoId}: ${first.detail}`;
  return `Of ${numberText(undecided.count)} photos the source could not tell${example}\n`;
}

/** New ones first: the others have been told. */
function rowsOf({ raised, tombstones }: Raised): readonly (readonly string[])[] {
  const isNew = new Set(raised.map(({ id }) => id));
  const sorted = [...raised, ...tombstones.filter(({ id }) => !isNew.has(id))];
  const rows = sorted
    .slice(0, mostNamed)
    .map(({ id, species, reason, since, detail }) => [id, species, reason, since, detail]);
  const more = sorted.length - mostNamed;
  return more > 0 ? [...rows, [`and ${numberText(more)} more`]] : rows;
}

function nextVersionWithout(version: string, removed: number): string {
  return nextVersion(version, { removed, edited: 0, moved: 0, added: 0, isRepackaged: false });
}
