/** A label map that is painted back to front. Columns and rows in pixels from the upper left. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly labels: Uint8Array;
}

export function newCanvas(width: number, height: number): Canvas {
  return { width, height, labels: new Uint8Array(width * height) };
}

/** What falls outside of the canvas is left out. */
export function rectangle(
  canvas: Canvas,
  left: number,
  top: number,
  right: number,
  bottom: number,
  label: number,
): void {
  for (let y = Math.max(0, Math.round(top)); y < Math.min(canvas.height, Math.round(bottom)); y++) {
    span(canvas, y, left, right, label);
  }
}

/** A trapezoid with level top and bottom edges. */
export function trapezoid(
  canvas: Canvas,
  [topLeft, topRight, top]: readonly [number, number, number],
  [bottomLeft, bottomRight, bottom]: readonly [number, number, number],
  label: number,
): void {
  for (let y = Math.max(0, Math.round(top)); y < Math.min(canvas.height, bottom); y++) {
    const share = (y - top) / (bottom - top);
    const left = topLeft + share * (bottomLeft - topLeft);
    const right = topRight + share * (bottomRight - topRight);
    span(canvas, y, left, right, label);
  }
}

export function ellipse(
  canvas: Canvas,
  x: number,
  y: number,
  radiusX: number,
  radiusY: number,
  label: number,
): void {
  for (
    let row = Math.max(0, Math.ceil(y - radiusY));
    row < Math.min(canvas.height, y + radiusY);
    row++
  ) {
    const share = (row - y) / radiusY;
    const half = radiusX * Math.sqrt(Math.max(0, 1 - share * share));
    span(canvas, row, x - half, x + half, label);
  }
}

function span(
  { width, labels }: Canvas,
  y: number,
  left: number,
  right: number,
  label: number,
): void {
  const from = Math.max(0, Math.round(left));
  const to = Math.min(width, Math.round(right));
  if (from < to) labels.fill(label, y * width + from, y * width + to);
}
