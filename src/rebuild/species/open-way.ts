import { join } from 'node:path';
import { type Fetcher, hostOf } from '../../io/index.ts';
import {
  type AskJson,
  type OpenDataSource,
  openApi,
  openOpenData,
  openWebSource,
  type PhotoSource,
  type SourceLeftOut,
} from '../../sources/index.ts';
import { otherSnapshotsText } from './other-snapshots.ts';
import type { From } from './parse-from.ts';
import type { SpeciesOptions } from './species-options.ts';

interface WayTools extends SpeciesOptions {
  readonly fetcher: Fetcher;
  readonly askJson: AskJson;
  readonly photosUrl: string;
}

/** Opens the way to the photos that the user has chosen. */
export async function openWay(from: From, tools: WayTools): Promise<PhotoSource> {
  if (from.way === 'api') return openApi(from.url, { ask: tools.askJson, photos: tools.photosUrl });
  if (from.way === 'open-data') return openSnapshot(from.folder, tools);
  const leftOut: SourceLeftOut[] = [];
  const source = await openWebSource({
    site: from.url,
    photos: tools.photosUrl,
    contact: tools.contact,
    beforeRequest: (url) =>
      tools.fetcher.gate.pass(
        hostOf(new URL(url)),
        { bytes: usualPageBytes, signal: tools.signal },
        async (reservation) => reservation.charge(usualPageBytes),
      ),
    fetchRobots: (url) => robotsOf(url, tools),
    onSkipped: ({ reason, detail }) => void leftOut.push({ reason, count: 1, example: detail }),
    signal: tools.signal,
  });
  return { ...source, leftOut };
}

/**
 * Open data, prepared once for all commands that share a work folder; when they have just been, it is
 * said what else lies there.
 */
export async function openSnapshot(
  folder: string,
  {
    workFolder,
    threads,
    signal,
    onWait,
  }: Pick<SpeciesOptions, 'workFolder' | 'threads' | 'signal' | 'onWait'>,
): Promise<OpenDataSource> {
  const options = { workFolder: join(workFolder, 'open-data'), threads, signal };
  const source = await openOpenData(folder, options);
  const { prepared } = source;
  const others = prepared.bytesRead > 0 ? await otherSnapshotsText(prepared.folder) : undefined;
  if (others !== undefined) onWait?.(others);
  return source;
}

/** A page and what its scripts ask for; the browser does not tell sizes beforehand. */
const usualPageBytes = 100_000;

const mostRobotsBytes = 1 << 20;

/** Where a server has no robots.txt all is allowed; where it answers with something odd, nothing. */
async function robotsOf(
  url: string,
  { fetcher, signal }: WayTools,
): Promise<{ readonly status: number; readonly text: string }> {
  const reply = await fetcher.fetchBytes(url, {
    expects: 'anything',
    mostBytes: mostRobotsBytes,
    expectedBytes: 10_000,
    signal,
  });
  if (reply.kind === 'fetched') {
    return { status: reply.status, text: new TextDecoder().decode(reply.bytes) };
  }
  const isAbsent = reply.kind === 'refused' && refusals.includes(reply.reason);
  return { status: isAbsent ? 404 : 503, text: '' };
}

/** What the rules of robots.txt take for its absence. */
const refusals: readonly string[] = ['not-found', 'gone', 'forbidden', 'legal', 'empty'];
