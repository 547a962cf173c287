/** Whose a value is: the asking workspace's, the other one's, or nobody's. */
export type Side = 'mine' | 'theirs' | 'nobodys';

/**
 * What every text of a side bears. They are equally long, begin alike, and survive folding, trimming and canonical
 * forms.
 */
export const marks: Record<Side, string> = { mine: 'xmine0', theirs: 'xthem0', nobodys: 'xnone0' };
const phones: Record<Side, string> = { mine: '+4930901820', theirs: '+4930901821', nobodys: '+4930901822' };

/** The forms of those texts that must have a form. All others are a few words. */
const shapes = {
  email: (mark: string) => `${mark}@mailhost.com`,
  secondEmail: (mark: string) => `${mark}@mailhost.com`,
  loserEmail: (mark: string) => `${mark}@mailhost.com`,
  thirdEmail: (mark: string) => `${mark}@mailhost.com`,
  companyEmail: (mark: string) => `${mark}@mailhost.com`,
  linkedin: (mark: string) => `https://www.linkedin.com/in/${mark}`,
  companyPage: (mark: string) => `https://www.linkedin.com/company/${mark}`,
  domain: (mark: string) => `${mark}.com`,
  otherDomain: (mark: string) => `${mark}.com`,
  url: (mark: string) => `https://news.com/${mark}`,
  recordId: (mark: string) => mark,
  provider: (mark: string) => mark,
  jsonKey: (mark: string) => mark,
  idempotencyKey: (mark: string) => mark,
};
type Shape = keyof typeof shapes;

/** Texts without a form of their own. */
const plainTexts = [
  ...['leadName', 'alias', 'shortName', 'firstName', 'lastName', 'title', 'companyName', 'city', 'state', 'country'],
  ...['place', 'industry', 'size', 'source', 'jsonValue', 'listName', 'campaignName', 'signalKind', 'signalTitle'],
  ...['entityName', 'headline', 'position'],
] as const;

export type TextName = Shape | 'phone' | (typeof plainTexts)[number];

/** The text that a side has of something, the same in every run. */
export function text(what: TextName, side: Side): string {
  if (what === 'phone') return phones[side];
  return what in shapes ? shapes[what as Shape](markOf(what, side)) : `Some ${markOf(what, side)}`;
}

/** What tells a text from every other, in whatever form it comes back. */
export function traceOf(what: TextName, side: Side): string {
  return what === 'phone' ? phones[side].replaceAll(/\D/g, '') : markOf(what, side);
}

function markOf(what: string, side: Side): string {
  return `${marks[side]}${what.toLowerCase()}0`;
}

/** Every text of the other workspace. */
export const strangerText = new RegExp(`${marks.theirs}[a-z]*0?|${phones.theirs.replaceAll(/\D/g, '')}`, 'gi');

/** Identifiers that both workspaces have. */
export const shared = {
  email: 'shared@mailhost.com',
  companyEmail: 'shared-company@mailhost.com',
  linkedin: 'https://www.linkedin.com/in/shared-person',
  companyPage: 'https://www.linkedin.com/company/shared-company',
  domain: 'shared-company.com',
  recordId: 'shared-record',
  listName: 'Shared list',
  phone: '+4930901899',
  idempotencyKey: 'shared-key',
} as const satisfies Partial<Record<TextName, string>>;

/** What both have of a kind, if there is anything. */
export function sharedText(kind: string): string | undefined {
  return Object.entries(shared).find(([name]) => name === kind)?.[1];
}
