import type { ServerName } from '../run/environment.ts';
import { overheadOf } from './bars.ts';
import type { Results } from './results.ts';
import { shownNames } from './tables.ts';

const width = 860;
const left = 250;
const right = 110;
const barHeight = 15;
const gap = 4;
const groupGap = 20;
const top = 92;
const shown: { server: ServerName; colour: string }[] = [
  { server: 'leadgraph', colour: '#0f8b6d' },
  { server: 'mercurius', colour: '#7a8ca5' },
  { server: 'apollo', colour: '#c3ccd8' },
];

// Pages are read on dark grounds too.
const style = `
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1c2733; }
  .title { font-size: 16px; font-weight: 600; }
  .soft { fill: #5a6878; font-size: 12px; }
  .axis { stroke: #d6dce4; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8edf3; } .soft { fill: #a3b0bf; } .axis { stroke: #3a4552; }
  }`;

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Wraps a title into lines that fit beside the bars. */
function wrapped(title: string): string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= 34) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * The overhead of each server for each operation, as bars. Operations differ by far in what they cost, so each has a
 * scale of its own: the longest bar fills it.
 */
export function overheadPlot(results: Results, caption: string): string {
  const operations = results.operations.filter(({ servers }) => servers === 'all');
  const groupHeight = shown.length * (barHeight + gap) - gap;
  const parts: string[] = [];
  operations.forEach(({ name, title }, at) => {
    const y = top + at * (groupHeight + groupGap);
    const values = shown.map(({ server }) => overheadOf(results, server, name));
    const longest = Math.max(1, ...values.map((value) => value ?? 0));
    const lines = wrapped(title);
    const firstLine = y + groupHeight / 2 - (lines.length - 1) * 8 + 4;
    lines.forEach((text, row) => {
      parts.push(`<text x="${left - 14}" y="${firstLine + row * 16}" text-anchor="end">${escaped(text)}</text>`);
    });
    parts.push(`<line class="axis" x1="${left}" y1="${y - 4}" x2="${left}" y2="${y + groupHeight + 4}"/>`);
    shown.forEach(({ colour }, row) => {
      const value = values[row] ?? null;
      if (value === null) return;
      const length = Math.max(1, (Math.max(0, value) / longest) * (width - left - right));
      const barY = y + row * (barHeight + gap);
      const text = `${Math.round(value).toLocaleString('en')} µs`;
      parts.push(
        `<rect x="${left}" y="${barY}" width="${length.toFixed(1)}" height="${barHeight}" rx="2" fill="${colour}"/>`,
      );
      parts.push(`<text class="soft" x="${(left + length + 8).toFixed(1)}" y="${barY + 12}">${text}</text>`);
    });
  });
  const height = top + operations.length * (groupHeight + groupGap) + 22;
  const legend = shown.map(({ server, colour }, at) => {
    const x = left + at * 160;
    return `<rect x="${x}" y="58" width="12" height="12" rx="2" fill="${colour}"/><text x="${x + 18}" y="69">${shownNames[server]}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    '<title>Processor time a request, above the bare driver</title>',
    `<style>${style}\n</style>`,
    '<text class="title" x="20" y="26">Processor time a request, above the bare driver\'s</text>',
    '<text class="soft" x="20" y="45">Shorter is better. Each operation has a scale of its own.</text>',
    ...legend,
    ...parts,
    `<text class="soft" x="20" y="${height - 10}">${escaped(caption)}</text>`,
    '</svg>',
    '',
  ].join('\n');
}
