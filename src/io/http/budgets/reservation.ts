import type { BudgetStore } from './budget-store.ts';

/** A request that was counted, and the bytes held for it. */
export interface Reservation {
  readonly kind: 'reserved';
  /** When it was counted, in milliseconds since 1970. */
  readonly atMs: number;
  /** How many bytes are still to come, now that the server has said it. */
  expect(bytes: number): void;
  /** Bytes have come. */
  charge(bytes: number): void;
  /** Nothing more comes: gives back what was held and did not come. */
  settle(): void;
}

/** Bytes that may come before they are written down: the hold covers them meanwhile. */
const chargeStep = 262_144;

/**
 * What is held counts in full at the time of the last charge, so a long body never falls out of a
 * window while it still comes; a process that is killed leaves at most its hold behind, until the
 * window has passed.
 */
export function openReservation(
  store: BudgetStore,
  { name, atMs, bytes }: { readonly name: string; readonly atMs: number; readonly bytes: number },
): Reservation {
  let held = bytes;
  let heldAtMs = atMs;
  let uncounted = 0;
  let isSettled = false;
  const move = (heldNext: number) =>
    store.transact(name, (now) => {
      if (held > 0) store.takeBack(name, heldAtMs, held);
      store.add(name, now, { requests: 0, bytes: uncounted + heldNext });
      held = heldNext;
      heldAtMs = now;
      uncounted = 0;
    });
  return {
    kind: 'reserved',
    atMs,
    expect(rest) {
      if (!isSettled && rest + uncounted !== held) move(rest);
    },
    charge(amount) {
      uncounted += amount;
      if (uncounted >= chargeStep) move(Math.max(0, held - uncounted));
    },
    settle() {
      if (isSettled) return;
      isSettled = true;
      if (held > 0 || uncounted > 0) move(0);
    },
  };
}
