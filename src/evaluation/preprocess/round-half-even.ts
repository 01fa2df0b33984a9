/** Rounds to the nearest whole number, a half to the even one, as Python's and OpenCV's `round` do. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
