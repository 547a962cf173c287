import { junkSlugs, nullWords } from './identity.lists.ts';
import { cleanText, foldCase, percentDecode, trimEnd } from './identity.text.ts';

/** A LinkedIn page that stands for somebody. `path` is where it is found on linkedin.com: `in/jane`, `company/acme`. */
interface LinkedInPage {
  path: string;
  of: 'person' | 'company';
}

/** In front of the path in apps and mails: linkedin.com/mwlite/in/jane, /comm/in/jane. */
const wrappers = new Set(['mwlite', 'comm', 'm', 'organization-guest']);

/**
 * Pages of organizations share one space of names and ids, and LinkedIn leads from each of these paths to the right
 * one: /company/harvard-university and /school/harvard-university are one page. So all of them are `company/…`.
 */
const organizations = new Set(['company', 'company-beta', 'school', 'showcase']);

/** Links that only work for those who pay, and lead there to whoever their seat may see. */
const restricted = new Map<string, 'sales navigator link' | 'recruiter link'>([
  ['sales', 'sales navigator link'],
  ['talent', 'recruiter link'],
  ['recruiter', 'recruiter link'],
  ['cap', 'recruiter link'],
]);

/** Member tokens of LinkedIn's API (base64url). Sales Navigator's, ACwAA…, count at full length only. */
const memberToken = /^(?:ACoAA[\w-]+|A[A-Z][A-Za-z]AA[\w-]{30,})(?=,|$)/;

const notInSlug = /[\s"<>[\]{}|\\^`\uFFFD]/;
const someLetter = /[\p{L}\p{N}\p{S}]/u;
const sentenceEnd = /[.,;:!)'’”]/;
const hexPart = /^[\da-f]{1,3}$/;

/**
 * The page that the path of a LinkedIn URL names, or why it names none. Of the path only the section and the slug
 * count; a language (`/en`), `/details/…` or `/recent-activity` may follow.
 *
 * Paths of LinkedIn itself keep the spaces of names apart: vanity names are lower case, so no token `in/ACoAA…` equals
 * one; and no page is named by digits alone, LinkedIn takes `company/1441` for an id.
 */
export function readLinkedInPath(
  path: string,
): LinkedInPage | 'sales navigator link' | 'recruiter link' | 'not a profile' {
  const segments = segmentsOf(path);
  const start = segments.findIndex((segment) => !wrappers.has(segment.toLowerCase()));
  const [section = '', slug = '', ...rest] = segments.slice(Math.max(start, 0));
  // A missing value need not know that it is in a path: /in/n/a.
  if (nullWords.has(`${slug}/${rest[0]}`.toLowerCase())) return 'not a profile';
  const name = section.toLowerCase();
  const page = name === 'in' ? personPage(slug) : name === 'pub' ? oldPersonPage(slug, rest) : null;
  if (page !== null) return { path: page, of: 'person' };
  const reason = restricted.get(name);
  if (reason !== undefined) return reason;
  const organization = organizations.has(name) ? readSlug(slug) : null;
  return organization === null ? 'not a profile' : { path: `company/${organization}`, of: 'company' };
}

function personPage(segment: string): string | null {
  const token = memberToken.exec(segment)?.[0];
  if (token !== undefined) return `in/${token}`;
  const slug = readSlug(trimEnd(segment, sentenceEnd));
  return slug === null ? null : `in/${slug}`;
}

/**
 * Public profiles until 2015 were /pub/name/a7/576/b50, today /in/name-b50576a7: the parts in reverse, the last two
 * filled up to three digits, the first as it is. /pub/dir/… is a list of namesakes.
 */
function oldPersonPage(segment: string, rest: string[]): string | null {
  const name = readSlug(segment);
  const [first = '', second = '', third = ''] = rest.map((part) => part.toLowerCase());
  if (name === null || name === 'dir' || ![first, second, third].every((part) => hexPart.test(part))) return null;
  return `in/${name}-${third.padStart(3, '0')}${second.padStart(3, '0')}${first}`;
}

/** The slug in NFC and lower case, or null where it is a left-over of a program or a cut-off URL. */
function readSlug(segment: string): string | null {
  const slug = foldCase(segment);
  if (!someLetter.test(slug) || notInSlug.test(slug) || nullWords.has(slug) || junkSlugs.has(slug)) return null;
  return slug;
}

/**
 * The decoded segments of a path. Slugs hold no `%`, so URLs that were encoded twice are decoded twice. A cut-off
 * escape is no segment at all: `jos%C3` may have been one of many, and guessing would unite strangers. An escaped `?`
 * or `#` ended the path before somebody encoded it.
 */
function segmentsOf(path: string): string[] {
  let text: string | null = path;
  for (let round = 0; round < 4 && text?.includes('%'); round += 1) text = percentDecode(text);
  if (text === null || text.includes('%')) return [];
  const [plain = ''] = text.split(/[?#]/, 1);
  return plain
    .split(/[\\/]/)
    .map(cleanText)
    .filter((segment) => segment !== '');
}
