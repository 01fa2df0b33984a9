/** The paper's training code moves train ids up by this, so that void can be 1 and nothing 0. */
export const shift = 2;
export const shiftedVoid = 1;

/**
 * Train id to shifted id, as `create_bdd_dataset.py` of the paper's code writes: v to v + 2, void
 * to 1. A table of 256 values, by value.
 */
export function shiftTable(voidValue: number): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, value) => value + shift);
  table[voidValue] = shiftedVoid;
  return table;
}

/** Shifted id to train id: v to v - 2, 1 to void. A table of 256 values, by value. */
export function unshiftTable(voidValue: number): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, value) => Math.max(0, value - shift));
  table[shiftedVoid] = voidValue;
  return table;
}
