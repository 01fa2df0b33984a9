import { InvalidInput } from '../../errors.ts';
import { manifestNames, readManifest } from '../../io/index.ts';
import { type Protocol, parseProtocol, z } from '../../records/index.ts';
import { metricsComparisonText, metricsText } from '../../report/index.ts';
import { type Command, parseOptions } from '../command.ts';
import { measureScored } from '../metrics/measure-scored.ts';
import { readScored } from '../metrics/read-scored.ts';

const schema = z.strictObject({
  protocol: z.string().optional(),
  explain: z.boolean().default(false),
  images: z.string().optional(),
  intervals: z.coerce.number('Not a number').pipe(z.int().min(1).max(100_000)).optional(),
  seed: z.string().default('oodforge'),
});

export const command: Command = {
  arguments: [
    [
      '<scores>',
      'higher is more anomalous: .npy, or .csv or .parquet with columns score, label and perhaps image, cluster; the first axis of an .npy of two or more tells images apart',
    ],
    [
      '[labels]',
      '0 in-distribution, 1 anomaly, 2 or 255 void: of the same shape; left out where the table of scores has them',
    ],
  ],
  options: [
    ['--protocol <name>', 'how metrics are computed: of manifests/protocols, or a file'],
    ['--explain', 'print the same scores under every protocol side by side'],
    ['--images <ids>', 'the image of each score: .npy, or a table with a column image'],
    [
      '--intervals <n>',
      '95 % intervals from n draws of clusters: of the column cluster, else of images, else of single records, then with that of DeLong; none where images of an .npy are pooled',
    ],
    ['--seed <text>', 'what the draws begin with (default: oodforge)'],
  ],
  example: 'oodforge metrics scores.npy labels.npy --protocol paper-caos --explain',
  async run(input) {
    const { protocol, explain, images, intervals, seed } = parseOptions(schema, input);
    const protocols = await readProtocols(protocol, explain);
    const scored = await readScored({ scores: input.args[0] ?? '', labels: input.args[1], images });
    const draws = intervals === undefined ? undefined : { replicates: intervals, seed };
    const all = await measureScored(scored, protocols, draws);
    const [chosen] = all;
    const isDefined = chosen?.values.every(({ value }) => value !== undefined) ?? false;
    const texts = all.slice(0, 1).map(metricsText);
    return {
      verdict: isDefined ? 'pass' : 'unknown',
      text: [...texts, ...(explain ? [metricsComparisonText(all)] : [])].join('\n'),
      json: { ...chosen, ...(explain ? { everyProtocol: all } : {}) },
    };
  },
};

/** The protocol that was asked for, and behind it, to explain, all others. */
async function readProtocols(
  name: string | undefined,
  explain: boolean,
): Promise<readonly Protocol[]> {
  const known = manifestNames('protocols');
  if (name === undefined) {
    throw new InvalidInput(`Say --protocol (known protocols: ${known.join(', ')})`);
  }
  const read = async (asked: string) =>
    (await readManifest('protocols', asked, parseProtocol)).content;
  const chosen = await read(name);
  if (!explain) return [chosen];
  const others = await Promise.all(known.map(read));
  return [chosen, ...others.filter((protocol) => protocol.name !== chosen.name)];
}
