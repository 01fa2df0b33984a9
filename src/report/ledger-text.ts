import { type LedgerEntry, printedText } from '../records/index.ts';
import { numberText, tableText } from './table.ts';

/** The ledger: each published number beside the computed one, its status and one line why. */
export function ledgerText(ledger: readonly LedgerEntry[]): string {
  const rows = ledger.map(({ claim, computed, status, why }) => {
    const value = computed === null ? '-' : numberText(computed);
    return [claim.claim, printedText(claim), value, statusTexts[status], why];
  });
  return tableText(['claim', 'printed', 'computed', 'status', 'why'], rows);
}

const statusTexts: Readonly<Record<LedgerEntry['status'], string>> = {
  reproduced: 'reproduced',
  differs: 'differs',
  'not-reproducible': 'not reproducible from this source',
  unknown: 'unknown',
  unreadable: 'unreadable',
};
