import { countText } from '../records/index.ts';
/** Where progress is drawn: a bar that is redrawn on a terminal, a line now and then elsewhere. */
export interface ProgressLine {
  /** @param unit what is counted, for the rate: "images" */
  update(label: string, done: number, total: number, unit: string): void;
  /** A line of its own. */
  say(text: string): void;
  /** Clears the bar. */
  end(): void;
}

interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const terminalIntervalMs = 100;
const plainIntervalMs = 5_000;

/** @param now milliseconds on any clock that only goes forward */
export function progressOn(screen: Screen, now: () => number): ProgressLine {
  const isTerminal = screen.isTTY === true;
  const interval = isTerminal ? terminalIntervalMs : plainIntervalMs;
  let label = '';
  let startedAt = 0;
  let startedWith = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;

  const clear = () => {
    if (isTerminal) screen.write('\r\u001b[2K');
  };
  return {
    update(nextLabel, done, total, unit) {
      if (nextLabel !== label) {
        label = nextLabel;
        startedAt = now();
        startedWith = done;
        drawnAt = Number.NEGATIVE_INFINITY;
      }
      const isDue = now() - drawnAt >= interval || done === total;
      if (!isDue) return;
      drawnAt = now();
      const rate = (done - startedWith) / Math.max(0.001, (now() - startedAt) / 1000);
      const width = widthOf(screen);
      const text = progressText({ label, done, total, unit, rate, width });
      if (isTerminal) {
        clear();
        screen.write(text);
      } else {
        screen.write(`${text}\n`);
      }
    },
    say(text) {
      clear();
      screen.write(`${text}\n`);
    },
    end() {
      clear();
      label = '';
    },
  };
}

/** Some terminals say that they have no columns. */
function widthOf({ columns = 0 }: Screen): number {
  return columns > 0 ? columns : 80;
}

interface ProgressState {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  /** Units a second. */
  readonly rate: number;
  /** Columns. */
  readonly width: number;
}

/** "inspect [######....] 4,000/8,000 images, 1,540/s, 3 s left" */
export function progressText({ label, done, total, unit, rate, width }: ProgressState): string {
  const share = total === 0 ? 1 : done / total;
  const secondsLeft = rate > 0 ? Math.ceil((total - done) / rate) : undefined;
  const left = secondsLeft === undefined ? '' : `, ${durationText(secondsLeft)} left`;
  const counts = `${countText(done)}/${countText(total)} ${unit}`;
  const speed = rate > 0 ? `, ${countText(Math.round(rate))}/s` : '';
  const text = `${counts}${speed}${done < total ? left : ''}`;
  const room = Math.max(0, Math.min(24, width - label.length - text.length - 6));
  const filled = Math.round(share * room);
  const bar = room < 4 ? '' : `[${'#'.repeat(filled)}${'.'.repeat(room - filled)}] `;
  return `${label} ${bar}${text}`;
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
