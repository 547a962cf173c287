import type { Scale } from '../operations.ts';

// Everything follows from an index, so that the processes of a run need to tell each other nothing.

const syllables = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');

/** A made-up word of this number. */
export function word(number: number, length: number): string {
  let rest = (Math.imul(number + 1, 2_654_435_761) >>> 0) % syllables.length ** length;
  let text = '';
  for (let at = 0; at < length; at += 1) {
    text += syllables[rest % syllables.length];
    rest = Math.floor(rest / syllables.length);
  }
  return text;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What makes a person one of a kind; wherever it stands in the stored lead, another person's has its own. */
export const personToken = (index: number) => `p${String(index).padStart(7, '0')}`;

const hex = (index: number, digits: number) => index.toString(16).padStart(digits, '0');
export const leadHex = (index: number) => `650000000000000a${hex(index, 8)}`;
export const leadId = (index: number) => `lead_${leadHex(index)}`;
export const listHex = (index: number) => `650000000000000b${hex(index, 8)}`;
export const campaignId = (index: number) => `018e0000-0000-7000-8001-${hex(index, 12)}`;
export const prospectId = (index: number) => `018e0000-0000-7000-8002-${hex(index, 12)}`;
export const entityId = (index: number) => `018e0000-0000-7000-8003-${hex(index, 12)}`;

const companyDomain = (index: number) => `firm${index}.com`;
/** The first leads are companies; a person works for one of them. */
const employerOf = (index: number, { companies }: Pick<Scale, 'companies'>) => index % companies;
export const leadEmail = (index: number, scale: Pick<Scale, 'companies'>) =>
  `${personToken(index)}@${companyDomain(employerOf(index, scale))}`;

/** A record as an enrichment service sends it. */
function record(index: number) {
  return {
    provider: 'apollo',
    fetched: '2024-01-31T09:30:00.000Z',
    headline: `${capital(word(index, 3))} ${word(index + 7, 2)} ${word(index + 11, 4)}`,
    skills: Array.from({ length: 12 }, (_, at) => word(index * 13 + at, 3)),
    positions: Array.from({ length: 4 }, (_, at) => ({
      title: capital(word(index * 5 + at, 4)),
      company: capital(word(index * 3 + at, 3)),
      from: 2008 + 4 * at,
      to: at === 3 ? null : 2012 + 4 * at,
    })),
  };
}

/** The input of a person that is stored before the run. */
export function personInput(index: number, scale: Pick<Scale, 'companies'>) {
  const [first, last] = [capital(word(index % 400, 2)), capital(word(400 + (index % 8_000), 3))];
  const token = personToken(index);
  const employer = employerOf(index, scale);
  return {
    type: 'PERSON',
    name: { first, last },
    title: `${capital(word(index % 90, 3))} Manager`,
    email: leadEmail(index, scale),
    phone: `+4930${10_000_000 + (index % 1_000)}`,
    company: { name: `Firm ${employer} Inc.`, domain: companyDomain(employer) },
    location: { city: capital(word(index % 300, 3)), country: 'Germany' },
    socials: [{ url: `https://www.linkedin.com/in/${token}` }],
    sources: [{ provider: 'apollo', id: `apollo-${token}` }],
    source: index % 3 === 0 ? 'webinar' : 'referral',
    attributes: { budget: 1_000 * (index % 50), seats: index % 40, tier: `tier-${index % 4}` },
    metadata: { score: index % 100, owner: `team-${index % 9}`, utm: { source: 'newsletter', campaign: 'spring' } },
    raw: record(index),
  };
}

export function companyInput(index: number) {
  return {
    type: 'COMPANY',
    name: { full: `Firm ${index} Inc.` },
    domain: companyDomain(index),
    industry: capital(word(index % 40, 4)),
    size: '51-200',
    location: { city: capital(word(index % 300, 3)), country: 'Germany' },
    attributes: { tier: `tier-${index % 4}` },
    metadata: { segment: index % 12 },
  };
}

/** The input of a person that nobody knows yet. */
export function newLeadInput(turn: number) {
  const token = `n${String(turn).padStart(8, '0')}`;
  return {
    type: 'PERSON',
    name: { first: capital(word(turn, 2)), last: capital(word(turn + 5_000, 3)) },
    title: 'Head of Operations',
    email: `${token}@fresh${turn % 500}.com`,
    phone: '+49 30 901820',
    company: { name: `Fresh ${turn % 500} GmbH`, domain: `fresh${turn % 500}.com` },
    location: { city: 'Berlin', country: 'Germany' },
    socials: [{ url: `https://www.linkedin.com/in/${token}` }],
    sources: [{ provider: 'hubspot', id: `hs-${token}` }],
    attributes: { budget: turn % 5_000, seats: turn % 40 },
    metadata: { score: turn % 100, utm: { source: 'fair', campaign: 'autumn' } },
  };
}
