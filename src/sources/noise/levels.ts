/**
 * The level of a value in a PNG: -1 is 0, 1 is 255, and what lies between goes to the nearest, from
 * halves upwards.
 */
export function levelOf(value: number): number {
  return Math.floor((value + 1) * 127.5 + 0.5);
}

/** The value from which on levels are above `level`. */
export function borderAbove(level: number): number {
  return (level + 0.5) / 127.5 - 1;
}
