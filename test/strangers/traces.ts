import { strangerText } from './values.ts';

const idPattern = /(?<![0-9a-f])(?:[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])/gi;
const timePattern = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|(?<![0-9a-f])\d{13}(?![0-9a-f])/g;

/** Every id in a text, without prefixes, in lower case. */
export function findIds(text: string): Set<string> {
  return new Set((text.match(idPattern) ?? []).map((id) => id.toLowerCase()));
}

function toTime(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
}

/** What a request sent, as it can come back: ids without prefixes, and the marks of texts. */
export type Traces = readonly string[];

/** A text without what the request sent itself. */
function withoutSent(text: string, sent: Traces): string {
  return sent.reduce((rest, trace) => rest.replaceAll(new RegExp(trace, 'gi'), '<sent>'), text);
}

/** A text in which only that is left which cannot come from the request: neither what it sent nor what it made. */
export function comparable(
  text: string,
  sent: Traces,
  { isKnown, since }: { isKnown: (id: string) => boolean; since: number },
): string {
  return withoutSent(text, sent)
    .replaceAll(idPattern, (id) => (isKnown(id.toLowerCase()) ? id : '<new>'))
    .replaceAll(timePattern, (time) => (toTime(time) >= since ? '<now>' : time));
}

/** Whatever of the other workspace stands in a text, beside what was sent. */
export function strangersIn(text: string, sent: Traces, theirIds: ReadonlySet<string>): string[] {
  const rest = withoutSent(text, sent);
  const ids = [...findIds(rest)].filter((id) => theirIds.has(id));
  return [...ids, ...(rest.match(strangerText) ?? [])];
}

/** A JSON text with its cursors opened, so that nothing hides in them. */
export function withOpenCursors(json: string): string {
  return json.replaceAll(/"(\w*[cC]ursor)":"([\w-]+)"/g, (_all, name: string, cursor: string) =>
    JSON.stringify({ [name]: Buffer.from(cursor, 'base64url').toString() }).slice(1, -1),
  );
}

/** An id of the same form that nobody has; it sorts right behind the one that is given. */
export function unknownId(id: string, isKnown: (id: string) => boolean): string {
  const [digits = ''] = /[0-9a-f]{12}$/.exec(id) ?? [];
  for (let next = BigInt(`0x${digits}`) + 1n; ; next += 1n) {
    const other = id.slice(0, -12) + next.toString(16).padStart(12, '0');
    // The ids before the last one are those of what it is part of.
    if (![...findIds(other)].slice(-1).some(isKnown)) return other;
  }
}

/** Where two texts begin to differ, with what stands around it; null where they are equal. */
export function firstDifference(one: string, other: string): string | null {
  if (one === other) return null;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 150), at + 150);
  return `${around(one)}\n  is otherwise\n${around(other)}`;
}
