import {
  type Finding,
  type LicenceCode,
  licenceCodeSchema,
  parseAs,
  printableText,
  type SpeciesRecord,
  z,
} from '../../records/index.ts';
import { add, type CheckContext, type CheckRun, type SpeciesCheck } from '../check.ts';
import { type FindingList, listFindings } from '../list-findings.ts';
import { sortedTally, tallyTable } from '../tally.ts';

interface LicencesOptions {
  readonly check: 'licences';
  /** Under which a photo may be passed on. */
  readonly allowed: readonly LicenceCode[];
}

const schema: z.ZodType<LicencesOptions> = z.strictObject({
  check: z.literal('licences'),
  allowed: z.array(licenceCodeSchema).min(1),
});

/** Every photo is under a licence that the recipe allows, and says who must be named. */
export const licences: SpeciesCheck = {
  name: 'licences',
  start: (options, context, where) => startLicences(parseAs(schema, options, where), context),
};

function startLicences(
  { allowed }: LicencesOptions,
  { classSet }: CheckContext,
): CheckRun<SpeciesRecord> {
  const found = listFindings();
  const perLicence = new Map<string, number>();
  const perGroup = tallyTable(classSet.members.map(({ name }) => name));
  const creators = new Set<string>();
  return {
    addRecord({ id, truth: { member, photo } }) {
      const { licence, creator, photoId } = photo;
      add(perLicence, licence, 1);
      perGroup.add(member, licence);
      creators.add(creator);
      if (!allowed.includes(licence)) {
        const values = { licence, photo: photoId };
        found.add({ code: 'licence-not-allowed', level: 'fault', subject: id, values });
      }
      judgeCreator(id, creator, found);
    },
    addSkipped() {},
    finish: () => ({
      figures: {
        imagesPerLicence: sortedTally(perLicence),
        imagesPerLicenceOfGroup: perGroup.figures(),
        noncommercial: withTerm(perLicence, 'nc'),
        noDerivatives: withTerm(perLicence, 'nd'),
        creators: creators.size,
        found: found.totals(),
      },
      findings: found.list(),
    }),
  };
}

/** A name that a terminal or a table would obey cannot be printed beside the image. */
function judgeCreator(subject: string, creator: string, found: FindingList): void {
  const finding = (code: string, level: Finding['level'], values: Finding['values'] = {}) =>
    found.add({ code, level, subject, values });
  if (creator.trim() === '') finding('creator-missing', 'fault');
  else if (/\p{Cc}|\p{Zl}|\p{Zp}/u.test(creator)) {
    finding('creator-unprintable', 'fault', { creator: printableText(JSON.stringify(creator)) });
  } else if (creator !== printableText(creator)) {
    // Marks of direction stand in names of right-to-left scripts for good reason.
    finding('creator-turns-direction', 'note', { creator: printableText(creator) });
  }
}

/** Images under licences with a term, such as `nc` in `cc-by-nc-sa`. */
function withTerm(perLicence: ReadonlyMap<string, number>, term: string): number {
  const withIt = [...perLicence].filter(([licence]) => licence.split('-').includes(term));
  return withIt.reduce((sum, [, images]) => sum + images, 0);
}
