const degreesWide = 10;

const hemispheres = {
  latitude: { below: 'S', above: 'N', most: 90 },
  longitude: { below: 'W', above: 'E', most: 180 },
} as const;

/**
 * The band of 10 degrees in which a coordinate lies, from its lower edge on, such as `10S-0N` or
 * `170E-180E`; the last holds its upper edge too. `undefined` for no coordinate.
 */
export function bandOf(
  axis: keyof typeof hemispheres,
  degrees: number | undefined,
): string | undefined {
  if (degrees === undefined) return undefined;
  const { most } = hemispheres[axis];
  const lower = Math.min(Math.floor(degrees / degreesWide) * degreesWide, most - degreesWide);
  return `${edgeText(axis, lower)}-${edgeText(axis, lower + degreesWide)}`;
}

function edgeText(axis: keyof typeof hemispheres, degrees: number): string {
  const { below, above } = hemispheres[axis];
  return degrees < 0 ? `${-degrees}${below}` : `${degrees}${above}`;
}
