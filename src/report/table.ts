import { countText } from '../records/index.ts';
/** Lays rows out in columns, two spaces apart; columns whose cells are all numbers align right. */
export function tableText(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, i) =>
    Math.max(head.length, ...rows.map((row) => cellAt(row, i).length)),
  );
  const isNumeric = heads.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[-\d,.%]*$/.test(cellAt(row, i))),
  );
  const line = (cells: readonly string[]) => {
    const padded = widths.map((width, i) =>
      isNumeric[i] === true ? cellAt(cells, i).padStart(width) : cellAt(cells, i).padEnd(width),
    );
    return `  ${padded.join('  ')}`.trimEnd();
  };
  return [line(heads), ...rows.map(line)].map((text) => `${text}\n`).join('');
}

function cellAt(cells: readonly string[], i: number): string {
  return cells[i] ?? '';
}

/** 6280 -> "6,280"; 0.8340106 -> "0.83401". */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return countText(value);
  return String(Number(value.toPrecision(5)));
}

/** 12_345_678 -> "11.8 MiB". */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
