import type { CheckReport } from '../../records/index.ts';
import { type Bar, barsOf, yearBars } from './bars.ts';

/** Pixels. */
const width = 760;
const gap = 20;

/**
 * The text of `balance.svg`: species and images of each group, images of each year, as the check
 * `balance` counted them. It stands alone, holds no script, and the same figures give the same bytes.
 * `undefined` where the recipe does not run the check.
 */
export async function balancePlot(reports: readonly CheckReport[]): Promise<string | undefined> {
  const figures = reports.find(({ check }) => check === 'balance')?.figures;
  if (figures === undefined) return undefined;
  const { across, upright } = await loadPlots();
  const images = across('Images per group', barsOf(figures.imagesPerGroup));
  const species = across('Species per group', barsOf(figures.speciesPerGroup));
  const years = upright('Images per year', yearBars(figures.imagesPerYear));
  return standalone([
    { element: images, x: 0, y: 0 },
    { element: species, x: (width + gap) / 2, y: 0 },
    { element: years, x: 0, y: heightOf(images) + gap },
  ]);
}

type Draw = (title: string, bars: readonly Bar[]) => Drawing;

/** Loaded when it is first needed: few commands draw, and the packages are large. */
async function loadPlots(): Promise<{ readonly across: Draw; readonly upright: Draw }> {
  const Plot = await import('@observablehq/plot');
  const { parseHTML } = await import('linkedom');
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const blue = { fill: '#3b6ea5' };
  const label = { text: countText, fontVariant: 'tabular-nums', textAnchor: 'start' } as const;
  return {
    across(title, bars) {
      const at = { x: 'count', y: 'name' };
      const counts = [
        Plot.barX(bars, { ...at, ...blue }),
        Plot.text(bars, { ...at, ...label, dx: 4 }),
      ];
      const x = { label: title, nice: true, ticks: 3 };
      const y = { label: null, domain: bars.map(({ name }) => name) };
      const size = { width: (width - gap) / 2, height: 70 + 24 * bars.length };
      const margins = { marginLeft: 120, marginRight: 60, marginBottom: 40 };
      return Plot.plot({ document, ...size, ...margins, x, y, marks: [counts, Plot.ruleX([0])] });
    },
    upright(title, bars) {
      const at = { x: 'name', y: 'count' };
      const turned = { ...label, rotate: -90, dy: -4 };
      const counts = [Plot.barY(bars, { ...at, ...blue }), Plot.text(bars, { ...at, ...turned })];
      const x = { label: null, tickRotate: -60, domain: bars.map(({ name }) => name) };
      const y = { label: title, nice: true, ticks: 4 };
      const margins = { marginLeft: 60, marginTop: 50, marginBottom: 60 };
      const size = { width, height: 260 };
      return Plot.plot({ document, ...size, ...margins, x, y, marks: [counts, Plot.ruleY([0])] });
    },
  };
}

/** What of a drawing is needed here. */
interface Drawing {
  querySelector(selector: string): { remove(): void } | null;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  readonly outerHTML: string;
}

interface Placed {
  readonly element: Drawing;
  readonly x: number;
  readonly y: number;
}

function heightOf(element: Drawing): number {
  return Number(element.getAttribute('height'));
}

/** One SVG of several, on white, since a card may stand on black. */
function standalone(drawings: readonly Placed[]): string {
  const height = Math.max(...drawings.map(({ element, y }) => y + heightOf(element)));
  const parts = drawings.map(({ element, x, y }) => {
    // Its rules are for a page: in an SVG they would take the size away.
    element.querySelector('style')?.remove();
    element.setAttribute('x', String(x));
    element.setAttribute('y', String(y));
    return element.outerHTML;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" color="#222">
<title>Species and images per group, images per year</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}

function countText({ count }: Bar): string {
  return count.toLocaleString('en');
}
