import type { Terminal } from '../output.ts';
import { widthOf } from '../table.ts';

/** How far an import is. */
export interface Position {
  rows: number;
  bytes: number;
}

const barWidth = 24;
const redrawMs = 200;

/**
 * The line that shows progress: share, rows, rate and time left. The time is judged by the bytes of this run, since the
 * number of rows of a file is not known before its end.
 */
export function progressLine(
  now: Position,
  { start, totalBytes, elapsedMs, note }: { start: Position; totalBytes: number; elapsedMs: number; note: string },
): string {
  const share = totalBytes === 0 ? 1 : Math.min(1, now.bytes / totalBytes);
  const filled = Math.round(share * barWidth);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}]`;
  const rate = elapsedMs === 0 ? 0 : ((now.rows - start.rows) * 1000) / elapsedMs;
  const done = now.bytes - start.bytes;
  const left = done <= 0 ? null : ((totalBytes - now.bytes) * elapsedMs) / done;
  const parts = [
    `${bar} ${String(Math.floor(share * 100)).padStart(3)} %`,
    formatRows(now.rows),
    `${formatNumber(Math.round(rate))}/s`,
    ...(left === null ? [] : [`${formatDuration(left)} left`]),
    ...(note === '' ? [] : [note]),
  ];
  return parts.join('  ');
}

/** Shows progress on a terminal, and nothing elsewhere. */
export function createProgress(terminal: Terminal, totalBytes: number, start: Position) {
  const began = performance.now();
  let now = start;
  let note = '';
  const draw = () => {
    const line = progressLine(now, { start, totalBytes, elapsedMs: performance.now() - began, note });
    const room = (terminal.columns ?? 80) - 1;
    terminal.write(`\r${widthOf(line) > room ? line.slice(0, room) : line}\u001b[K`);
  };
  const timer = terminal.isTTY === true ? setInterval(draw, redrawMs) : null;
  return {
    /** Moves on; a note of an earlier wait is over then. */
    advance({ rows, bytes }: Position): void {
      now = { rows, bytes };
      note = '';
    },
    /** Says why nothing moves. */
    setNote(text: string): void {
      note = text;
    },
    elapsedMs: () => performance.now() - began,
    /** Takes the line away. */
    end(): void {
      if (timer === null) return;
      clearInterval(timer);
      terminal.write('\r\u001b[K');
    },
  };
}

/** A number with its thousands apart: `12,345`. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 row`, `1,234 rows`. */
export function formatRows(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? 'row' : 'rows'}`;
}

/** A time span in its two largest units: `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
