import type { Doubt, Judgement } from '../../records/index.ts';
import type { Cover } from './cover.ts';

/** What a cover proves of a taxon, and the doubts that remain. */
export function judgementOf(
  against: string,
  cover: Cover | undefined,
  doubts: readonly Doubt[],
): Judgement {
  const tier = cover?.tier ?? 'none';
  const path = isOwnNameAlone(cover) ? [] : (cover as Cover).path;
  const rest = { nearest: cover?.nearest, path, via: cover?.via?.key };
  if (doubts.length === 0) return { against, tier, ...rest };
  return { against, tier: 'review', proven: tier, ...rest, doubts: distinct(doubts) };
}

/** Nothing but the candidate's name before a shared path, or before no path at all. */
function isOwnNameAlone(cover: Cover | undefined): boolean {
  return cover === undefined || (cover.path.length === 1 && cover.path[0]?.by === 'name');
}

/** Each doubt once, in a fixed order; of a misspelling nothing else needs to be said. */
function distinct(doubts: readonly Doubt[]): readonly Doubt[] {
  const misspelt = new Set(
    doubts.filter(({ kind }) => kind === 'misspelling').map(({ wnid }) => wnid),
  );
  const byKey = new Map(
    doubts
      .filter(({ kind, wnid }) => kind !== 'same-epithet' || !misspelt.has(wnid))
      .map((doubt) => [`${doubt.kind} ${doubt.wnid} ${doubt.text}`, doubt]),
  );
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, doubt]) => doubt);
}
