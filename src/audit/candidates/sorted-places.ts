const digitBits = 11;
const digits = 1 << digitBits;

/** An array of 32-bit numbers that threads share. */
export function sharedNumbers(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * length));
}

/**
 * Places in the order of their keys; equal keys keep the order given. Radix sort, 11 bits a pass,
 * as many passes as the largest key has digits: two for ids up to four million.
 *
 * @param places is used up
 */
export function sortedPlaces(keys: Uint32Array, places: Uint32Array): Uint32Array {
  let from = places;
  let to = sharedNumbers(places.length);
  const largest = largestOf(keys);
  for (let shift = 0; shift < 32 && largest >>> shift > 0; shift += digitBits) {
    const next = firstPlaces(keys, from, shift);
    for (let i = 0; i < from.length; i++) {
      const place = from[i] as number;
      const digit = ((keys[place] as number) >>> shift) & (digits - 1);
      const target = next[digit] as number;
      to[target] = place;
      next[digit] = target + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Where the places of each digit begin. */
function firstPlaces(keys: Uint32Array, places: Uint32Array, shift: number): Uint32Array {
  const first = new Uint32Array(digits + 1);
  for (let i = 0; i < places.length; i++) {
    const digit = ((keys[places[i] as number] as number) >>> shift) & (digits - 1);
    first[digit + 1] = (first[digit + 1] as number) + 1;
  }
  for (let digit = 0; digit < digits; digit++) {
    first[digit + 1] = (first[digit + 1] as number) + (first[digit] as number);
  }
  return first;
}

function largestOf(keys: Uint32Array): number {
  let largest = 0;
  for (let i = 0; i < keys.length; i++) {
    if ((keys[i] as number) > largest) largest = keys[i] as number;
  }
  return largest;
}
