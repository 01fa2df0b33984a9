import {
  isLowerBetter,
  isMeanSubject,
  type MeanSubject,
  printedNumber,
  type ScoreClaim,
  type ScoreTable,
} from '../../src/records/index.ts';

/**
 * Computes from printed numbers alone where the paper contradicts itself, each as
 * `<kind> <table> <cell>`. Rounding is no contradiction: a number stands for all that round to it.
 */
export function* contradictionsIn(tables: ReadonlyMap<string, ScoreTable>): Generator<string> {
  for (const table of tables.values()) {
    for (const claim of table.claims) {
      const named = `${table.table} ${claim.claim}`;
      if (isOtherMean(claim, table, tables)) yield `mean ${named}`;
      if (isPrintedOtherwise(claim, table, tables)) yield `twice ${named}`;
      if (isBelowMsp(claim, table)) yield `ordering ${named}`;
      if (isBelowChance(claim, table)) yield `chance ${named}`;
    }
  }
}

interface Rounded {
  readonly value: number;
  readonly halfUnit: number;
}

function roundedOf(claim: ScoreClaim | undefined): Rounded | undefined {
  if (claim === undefined || claim.printed === null) return undefined;
  const { value, decimals } = printedNumber(claim.printed);
  return { value, halfUnit: 0.5 * 10 ** -decimals };
}

/** May both be roundings of one number? */
function agree(a: Rounded | undefined, b: Rounded | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return Math.abs(a.value - b.value) <= a.halfUnit + b.halfUnit + 1e-9;
}

function isOtherMean(
  claim: ScoreClaim,
  table: ScoreTable,
  tables: ReadonlyMap<string, ScoreTable>,
): boolean {
  const subject = table.subjects.find((found) => found.subject === claim.subject);
  if (subject === undefined || !isMeanSubject(subject)) return false;
  return !agree(roundedOf(claim), meanOf(subject, claim, [...tables.values()]));
}

/** Of the printed cells, in whichever table they are; the half units average like the values. */
function meanOf(
  { meanOf: parts }: MeanSubject,
  { detector, metric }: ScoreClaim,
  tables: readonly ScoreTable[],
): Rounded | undefined {
  let value = 0;
  let halfUnit = 0;
  for (const part of parts) {
    const name = `${part}/${detector}/${metric}`;
    const claims = tables.flatMap((table) => table.claims.filter(({ claim }) => claim === name));
    const cell = roundedOf(claims[0]);
    if (cell === undefined) return undefined;
    value += cell.value / parts.length;
    halfUnit += cell.halfUnit / parts.length;
  }
  return { value, halfUnit };
}

function isPrintedOtherwise(
  { claim, ...cell }: ScoreClaim,
  table: ScoreTable,
  tables: ReadonlyMap<string, ScoreTable>,
): boolean {
  const others = [...tables.values()].filter((other) => other !== table);
  const twins = others.flatMap((other) => other.claims.filter((found) => found.claim === claim));
  return twins.some((twin) => !agree(roundedOf({ claim, ...cell }), roundedOf(twin)));
}

/** "MaxLogit outperforms MSP on all": section 3 of tables 1, 2 and 5, section 4 of 3, 5.1 of 4. */
function isBelowMsp({ subject, detector, metric, ...cell }: ScoreClaim, table: ScoreTable) {
  if (detector !== 'max-logit') return false;
  const msp = table.claims.find(
    (other) =>
      other.subject === subject && other.metric === metric && /^msp(-|$)/.test(other.detector),
  );
  const [own, baseline] = [roundedOf({ subject, detector, metric, ...cell }), roundedOf(msp)];
  if (own === undefined || baseline === undefined) return false;
  const lead = own.value - baseline.value;
  return isLowerBetter(metric) ? lead > 0 : lead < 0;
}

/**
 * "All methods perform substantially better than chance" (table 4): by chance AUROC is 50, FPR95 95,
 * and AUPR the mean area of anomalies, of which the paper prints that of BDD-Anomaly.
 */
function isBelowChance({ subject, metric, ...cell }: ScoreClaim, table: ScoreTable): boolean {
  if (table.table !== 'paper-table-4') return false;
  const number = roundedOf({ subject, metric, ...cell })?.value;
  if (number === undefined) return false;
  if (metric === 'fpr95') return number > 95;
  if (metric === 'auroc') return number < 50;
  return subject === 'bdd-anomaly' && number < 0.83;
}
