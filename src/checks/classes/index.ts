import {
  type ClassRecord,
  type Finding,
  type ImageFormat,
  parseAs,
  splitNames,
  z,
} from '../../records/index.ts';
import { add, type CheckContext, type CheckRun, type ClassCheck } from '../check.ts';

const schema = z.strictObject({ check: z.literal('classes') });

/**
 * Every image is of a class of the set, under the synset that the set gives it where the source
 * says one, in a known split.
 */
export const classes: ClassCheck = {
  name: 'classes',
  start(options, context, where) {
    parseAs(schema, options, where);
    return startClasses(context);
  },
};

function startClasses({ classSet, splits }: CheckContext): CheckRun<ClassRecord> {
  const findings: Finding[] = [];
  const synsetOf = new Map(classSet.members.map(({ name, synset }) => [name, synset]));
  const known = new Set(splitNames(splits));
  const formats = new Map<string, number>();
  return {
    addRecord({ id: subject, split, image, truth }) {
      const { member, wnid, format } = truth;
      const fault = (code: string, values: Finding['values']) =>
        findings.push({ code, level: 'fault', subject, values });
      add(formats, format, 1);
      if (!synsetOf.has(member)) fault('class-unknown', { classes: member });
      else if (wnid !== undefined && synsetOf.get(member) !== wnid)
        fault('synset-of-another-class', { member, wnid });
      if (!known.has(split)) fault('split-unknown', { split });
      if (!endings[format].test(image.source.path)) {
        const values = { path: image.source.path, format };
        findings.push({ code: 'format-unlike-name', level: 'note', subject, values });
      }
    },
    addSkipped() {},
    finish: () => ({
      figures: {
        imagesPerFormat: Object.fromEntries([...formats].sort(([a], [b]) => (a < b ? -1 : 1))),
      },
      findings,
    }),
  };
}

const endings: Readonly<Record<ImageFormat, RegExp>> = { jpeg: /\.jpe?g$/i, png: /\.png$/i };
