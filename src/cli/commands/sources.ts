import { setTimeout } from 'node:timers/promises';
import { Interrupted, OodforgeError } from '../../errors.ts';
import {
  type DownloadOptions,
  fetchPinned,
  findPinned,
  manifestNames,
  openHttp,
  type PinnedPlaces,
  readManifest,
  runAtMost,
} from '../../io/index.ts';
import {
  type PinnedSource,
  type PinnedState,
  parseAs,
  parsePinnedSource,
  type Verdict,
  worstOf,
  z,
} from '../../records/index.ts';
import {
  type FetchRow,
  fetchText,
  sourceListText,
  sourceVerificationText,
} from '../../report/index.ts';
import { type Command, type CommandContext, type Outcome, parseOptions } from '../command.ts';
import { defaultRawFolder } from '../folders.ts';

const actions = { list, fetch: fetchAll, verify } as const;

const actionSchema = z.enum(
  Object.keys(actions) as (keyof typeof actions)[],
  `Not an action (known: ${Object.keys(actions).join(', ')})`,
);
const schema = z.strictObject({ mirror: z.string().optional() });

export const command: Command = {
  arguments: [
    ['<action>', 'list: what is pinned; fetch: bring it here; verify: recompute the digests'],
    ['[names...]', 'sources of manifests/sources, or files of that form (default: all)'],
  ],
  options: [
    ['--mirror <dir>', `folder that holds files by name; looked at before ${defaultRawFolder}`],
  ],
  example: 'oodforge sources fetch imagenet-1k imagenet-21k',
  async run(input, context) {
    const { mirror } = parseOptions(schema, input);
    const [action, ...names] = input.args;
    const act = actions[parseAs(actionSchema, action, 'command line')];
    const sources = await readSources(names);
    return act(sources, { mirror, rawFolder: defaultRawFolder }, context);
  },
};

async function readSources(names: readonly string[]): Promise<readonly PinnedSource[]> {
  const asked = names.length === 0 ? manifestNames('sources') : [...new Set(names)];
  const manifests = await runAtMost(8, asked, (name) =>
    readManifest('sources', name, parsePinnedSource),
  );
  return manifests.map(({ content }) => content);
}

async function list(sources: readonly PinnedSource[], places: PinnedPlaces): Promise<Outcome> {
  const rows = await runAtMost(2, sources, async (source) => ({
    source,
    state: await findPinned(source, places),
  }));
  const json = { sources: rows.map(({ source, state }) => ({ ...source, state })) };
  return { verdict: 'pass', text: sourceListText(rows), json };
}

async function verify(sources: readonly PinnedSource[], places: PinnedPlaces): Promise<Outcome> {
  const rows = await runAtMost(2, sources, async (source) => {
    const state = await findPinned(source, places);
    return { source, state, verdict: verdictOn[state.kind] };
  });
  const verdict = worstOf(rows.map((row) => row.verdict));
  const json = { sources: rows.map(({ source, ...row }) => ({ ...source, ...row })) };
  return { verdict, text: sourceVerificationText(verdict, rows), json };
}

const verdictOn: Readonly<Record<PinnedState['kind'], Verdict>> = {
  present: 'pass',
  differs: 'fail',
  missing: 'unknown',
};

/** Downloads at a time: enough to hide latency, few enough for a host that gives for nothing. */
const mostDownloads = 2;

/** One source that cannot be had keeps no other from being fetched. */
async function fetchAll(
  sources: readonly PinnedSource[],
  places: PinnedPlaces,
  context: CommandContext,
): Promise<Outcome> {
  const world = downloadWorld(context);
  const report = progressOver(sources, context);
  const rows = await runAtMost(mostDownloads, sources, async (source): Promise<FetchRow> => {
    const onProgress = (bytes: number) => report(source, bytes);
    try {
      const outcome = await fetchPinned(source, { ...places, ...world, onProgress });
      onProgress(source.bytes);
      return { source, outcome };
    } catch (error) {
      if (!(error instanceof OodforgeError) || error instanceof Interrupted) throw error;
      const { name, message, retryable } = error;
      return { source, outcome: 'failed', error: { name, message, retryable } };
    }
  });
  const verdict = rows.some(({ error }) => error !== undefined) ? 'unknown' : 'pass';
  const json = { sources: rows.map(({ source, ...row }) => ({ name: source.name, ...row })) };
  return { verdict, text: fetchText(rows), json };
}

function downloadWorld({ signal }: CommandContext): DownloadOptions {
  return {
    get: openHttp(),
    now: () => Date.now(),
    // An interrupt ends the pause; what was asked to stop then sees the signal itself.
    sleep: (ms) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
    signal,
  };
}

function progressOver(sources: readonly PinnedSource[], { progress }: CommandContext) {
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  const done = new Map<PinnedSource, number>();
  return (source: PinnedSource, bytes: number) => {
    done.set(source, bytes);
    const sum = [...done.values()].reduce((a, b) => a + b, 0);
    progress.update('fetch', sum, total, 'bytes');
  };
}
