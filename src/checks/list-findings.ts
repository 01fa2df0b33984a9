import { compareText, type Figures, type Finding } from '../records/index.ts';

/** Findings of a kind that a report names; of more it gives the number. */
const mostOfKind = 100;

/** Findings as they come in, of each code and level the first few in the order of a report. */
export interface FindingList {
  add(finding: Finding): void;
  /** However many were added, and in whatever order. */
  list(): readonly Finding[];
  /** How many of each code were added, codes sorted. */
  totals(): Figures;
}

/** Keeps of each kind those that come first by subject, so that order leaves no trace. */
export function listFindings(most = mostOfKind): FindingList {
  const kinds = new Map<string, { total: number; first: KeyedFinding[] }>();
  return {
    add(finding) {
      const key = `${finding.code} ${finding.level}`;
      const kind = kinds.get(key) ?? { total: 0, first: [] };
      kinds.set(key, kind);
      kind.total++;
      kind.first.push({ finding, values: JSON.stringify(finding.values) });
      if (kind.first.length > 2 * most) kind.first = firstOf(kind.first, most);
    },
    list: () =>
      [...kinds.values()].flatMap(({ first }) =>
        firstOf(first, most).map(({ finding }) => finding),
      ),
    totals() {
      const byCode = new Map<string, number>();
      for (const [key, { total }] of kinds) {
        const code = key.slice(0, key.indexOf(' '));
        byCode.set(code, (byCode.get(code) ?? 0) + total);
      }
      return Object.fromEntries([...byCode].sort(([a], [b]) => compareText(a, b)));
    },
  };
}

interface KeyedFinding {
  readonly finding: Finding;
  readonly values: string;
}

function firstOf(findings: readonly KeyedFinding[], most: number): KeyedFinding[] {
  return findings
    .toSorted(
      (a, b) =>
        compareText(a.finding.subject, b.finding.subject) || compareText(a.values, b.values),
    )
    .slice(0, most);
}
