/** Text for one cell: line breaks and control characters, which could move the cursor or worse, become spaces. */
function toCell(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ');
}

/**
 * An aligned table with a line of headings. Where it would be wider than the terminal, the widest columns but the first
 * give way and what is cut off ends in "…": the first holds the ids, which people copy.
 */
export function toTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  maxWidth = Infinity,
): string {
  const lines = [headings, ...rows].map((line) => headings.map((_, column) => toCell(line[column] ?? '')));
  const natural = headings.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  const widths = narrowed(natural, headings.map(widthOf), maxWidth - gap.length * (headings.length - 1));
  return lines
    .map((line) =>
      line
        .map((cell, column) => clip(cell, widths[column] ?? 0))
        .join(gap)
        .trimEnd(),
    )
    .join('\n');
}

/** Names and values below each other, values aligned; names without a value are left out. */
export function toRecord(fields: readonly (readonly [name: string, value: string | null])[]): string {
  const shown = fields.filter((field): field is [string, string] => field[1] !== null && field[1] !== '');
  const width = Math.max(0, ...shown.map(([name]) => widthOf(name)));
  return shown.map(([name, value]) => `${clip(name, width)}${gap}${toCell(value)}`.trimEnd()).join('\n');
}

const gap = '  ';

/** Widths that together fit: columns but the first give way widest first, none below its heading or 8. */
function narrowed(natural: readonly number[], headings: readonly number[], room: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const spare = widths.map((width, column) => (column === 0 ? 0 : width - Math.max(8, headings[column] ?? 0)));
    const widest = widths.reduce(
      (best, width, column) => ((spare[column] ?? 0) > 0 && width > (widths[best] ?? 0) ? column : best),
      spare.findIndex((columns) => columns > 0),
    );
    if (widest === -1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

function clip(cell: string, width: number): string {
  const missing = width - widthOf(cell);
  if (missing >= 0) return cell + ' '.repeat(missing);
  let text = '';
  let used = 0;
  for (const { segment } of segmenter.segment(cell)) {
    const columns = widthOf(segment);
    if (used + columns > width - 1) break;
    text += segment;
    used += columns;
  }
  return `${text}…${' '.repeat(width - used - 1)}`;
}

const segmenter = new Intl.Segmenter();
const wide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\uFF01-\uFF60]/u;
const printableAscii = /^[ -~]*$/;

/** Columns that a terminal gives a text: East Asian characters and emoji take two. */
export function widthOf(text: string): number {
  if (printableAscii.test(text)) return text.length;
  return [...segmenter.segment(text)].reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0);
}
