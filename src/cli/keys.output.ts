import type { ApiKey, Workspace } from '../workspace/workspace.ts';

export interface ListedKey {
  key: ApiKey;
  workspace: Workspace;
}

/** A key as `--json` prints it; times in ISO 8601, UTC. The secret is no part of it. */
export function toJson({ key, workspace }: ListedKey) {
  return {
    id: key.id,
    name: key.name,
    workspace: { id: workspace.id, name: workspace.name },
    hint: key.hint,
    scopes: key.scopes,
    createdAt: key.createdAt.toISOString(),
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}

/** Keys as an aligned table with a line of headings. */
export function toTable(keys: readonly ListedKey[]): string {
  const headings = ['ID', 'NAME', 'WORKSPACE', 'HINT', 'SCOPES', 'CREATED (UTC)', 'REVOKED (UTC)'];
  const rows = keys.map(({ key, workspace }) => [
    key.id,
    key.name,
    workspace.name,
    key.hint,
    key.scopes.join(','),
    toMinutes(key.createdAt),
    key.revokedAt === null ? '-' : toMinutes(key.revokedAt),
  ]);
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A time to the minute: `2026-11-21 09:30`. */
export function toMinutes(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(width - widthOf(cell));
}

const segmenter = new Intl.Segmenter();
const wide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\uFF01-\uFF60]/u;

/** Columns that a terminal gives a text: East Asian characters and emoji take two. */
function widthOf(text: string): number {
  return [...segmenter.segment(text)].reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0);
}
