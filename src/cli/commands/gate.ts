import { parseEvaluation, readEvaluations } from '../../evaluation/index.ts';
import { type GateFacts, judgeGate, parseGateManifest, type ScoreFacts } from '../../gate/index.ts';
import { readManifest } from '../../io/index.ts';
import { z } from '../../records/index.ts';
import {
  digestRelease,
  drawLedger,
  openRelease,
  type Release,
  readChecks,
  verifyRelease,
} from '../../release/index.ts';
import { gateText } from '../../report/index.ts';
import {
  type Command,
  type CommandContext,
  parseOptions,
  threadRunner,
  threadsOption,
  threadsSchema,
} from '../command.ts';
import { readScoreTable } from '../score-claims.ts';
import { claimsOf } from './claims.ts';

const schema = z.strictObject({
  gate: z.string().optional(),
  scores: z.array(z.string()).optional(),
  date: z.iso.date('Not a date such as 2027-01-31').optional(),
  threads: threadsSchema,
});

export const command: Command = {
  arguments: [['<release>', 'folder of a release']],
  options: [
    [
      '--gate <name>',
      'a gate of manifests/gates, or a path to one (default: the one named like the dataset)',
    ],
    ['--scores <files...>', 'evaluations of this release, for the rules on scores'],
    ['--date <day>', 'the day on which waivers must still hold, YYYY-MM-DD (default: today, UTC)'],
    threadsOption,
  ],
  example:
    'oodforge gate data/releases/bdd-anomaly-1.0.0 --json\n  oodforge gate data/releases/bdd-anomaly-1.0.0 --scores evaluation.json',
  async run(input, context) {
    const { gate, date, scores: files, threads } = parseOptions(schema, input);
    const release = await openRelease(input.args[0] ?? '');
    try {
      const manifest = await readManifest('gates', gate ?? release.info.name, parseGateManifest);
      // Read first: files that cannot be used are told before the release is verified.
      const scores = files && (await gatherScores(release, files));
      const facts = await gatherFacts(release, threads, context);
      const result = await judgeGate(manifest.content, { ...facts, scores }, date ?? context.today);
      return { verdict: result.verdict, text: gateText(result), json: result };
    } finally {
      release.close();
    }
  },
};

async function gatherFacts(
  release: Release,
  threads: number,
  context: CommandContext,
): Promise<GateFacts> {
  const { deviations } = await verifyRelease(release, {
    runTask: threadRunner(threads, context),
    onProgress: (done, total) => context.progress.update('verify', done, total, 'files'),
  });
  return {
    reports: await readChecks(release.folder),
    ledger: await drawLedger(
      release.tables,
      release.info.source,
      await claimsOf(release, undefined),
    ),
    records: release.info.counts.records,
    skippedPerReason: release.info.counts.skippedPerReason,
    deviations: deviations.map(({ path, problem, detail }) => `${path}: ${problem}, ${detail}`),
    ask: (query) => release.tables.ask(query),
  };
}

async function gatherScores(release: Release, files: readonly string[]): Promise<ScoreFacts> {
  return {
    releaseSha256: await digestRelease(release.folder),
    evaluations: await readEvaluations(files),
    readTable: readScoreTable,
    readBaseline: async (name) => (await readManifest('baselines', name, parseEvaluation)).content,
  };
}
