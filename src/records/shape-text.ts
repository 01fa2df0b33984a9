/** A shape as "1x3x?xwidth": sizes, names of sizes, and `?` where neither is known. */
export function shapeText(dims: readonly (number | string | undefined)[]): string {
  return dims.map((dim) => dim ?? '?').join('x');
}
