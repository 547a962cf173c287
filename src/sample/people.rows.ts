import { type CompanyKey, companyDomain, companyNames } from './companies.ts';
import { type SamplePlace, toLocation } from './places.ts';
import type { SampleDetails, SampleLead, SampleOrigin, SampleStatus } from './sample.types.ts';

/** `full` where it is not "first last"; `also` holds further contacts: private addresses, other numbers. */
interface PersonExtras {
  full?: string;
  short?: string;
  aliases?: string[];
  phone?: string;
  also?: string[];
}

/** `mailbox` is the work address before the `@`, `profile` the LinkedIn slug; either may be empty. */
type PersonRow = readonly [
  first: string,
  last: string,
  mailbox: string,
  profile: string,
  title: string,
  place: SamplePlace,
  status: SampleStatus,
  source: SampleOrigin,
  more?: PersonExtras,
];

export interface Team {
  company: CompanyKey;
  people: readonly PersonRow[];
}

/** The people of all teams, one of each team in turn, so that any page of them shows many companies and countries. */
export function interleave(teams: readonly Team[]): { company: CompanyKey; row: PersonRow }[] {
  return teams
    .flatMap(({ company, people }) => people.map((row, rank) => ({ company, row, rank })))
    .sort((a, b) => a.rank - b.rank)
    .map(({ company, row }) => ({ company, row }));
}

/** How `details` and other tables name a person: by email, without one by LinkedIn slug. */
export const personKey = (company: CompanyKey, [, , mailbox, profile]: PersonRow): string =>
  mailbox ? `${mailbox}@${companyDomain(company)}` : profile;

export function toPerson(company: CompanyKey, row: PersonRow, details: SampleDetails = {}): SampleLead {
  const [first, last, mailbox, profile, title, place, status, source, more = {}] = row;
  const { full = [first, last].filter(Boolean).join(' '), short, aliases, phone, also } = more;
  const domain = companyDomain(company);
  const email = mailbox && `${mailbox}@${domain}`;
  return {
    type: 'person',
    name: { full, ...(short && { short }), ...(aliases && { aliases }), ...(last && { first, last }) },
    title,
    company: { name: companyNames.get(company) ?? company, domain },
    location: toLocation(place),
    socials: profile ? [{ url: `https://www.linkedin.com/in/${profile}` }] : [],
    ...(email && { email }),
    ...(phone && { phone }),
    ...(also && { contacts: [email, phone, ...also].flatMap((value) => (value ? [{ value }] : [])) }),
    status,
    source,
    ...details,
  };
}
