import fc from 'fast-check';
import { ObjectId } from 'mongodb';
import { type IdentityRules, noRules } from '../../src/lead/identity/identity.rules.ts';
import type { OnMatch } from '../../src/lead/lead.match.ts';
import { type Author, ownAuthor } from '../../src/shared/author.ts';
import { exactly, jsonObject } from './json-values.ts';

// Inputs and terms of writes as they may be, and stored leads in a form that compares.

const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const word = fc.constantFrom(
  ...[
    'Jane',
    'van Doe',
    'Łukasz',
    'ÉMILE',
    'O’Neil',
    '名前',
    '$name',
    'a.b',
    '—',
    '\ufeffDr.',
    'Doe,',
    'Jr.',
    '$$ROOT',
  ],
  ...['Acme GmbH', 'Müller & Co. KG', '__proto__', 'x'.repeat(150)],
);
const text = fc.oneof(
  word,
  fc.tuple(word, word).map((words) => words.join(' ')),
);
const domain = fc.constantFrom(
  'nordwind-logistik.de',
  'acme.com',
  'https://www.Acme.co.uk/about',
  'gmail.com',
  'bücher.example',
  'none of it',
);
const anywhere = fc.nat(40).map((at) => `person${at}@firm${at % 11}.example.com`);
const contact = fc.oneof(
  anywhere,
  fc.constantFrom('jane@acme.com', 'INFO@acme.com', 'j.d+x@gmail.com', '+49 30 901820', '030 1234', 'https://x.com/j'),
  text,
);
const social = fc.constantFrom('https://www.linkedin.com/in/jane', 'linkedin.com/company/acme', 'https://x.com/jane');

const provider = fc.constantFrom('apollo', 'AP', 'Hub Spot', 'null', '0', '$id');
/** More keys than an entry of the history keeps. */
const wide = fc
  .nat(500)
  .map((keys) => Object.fromEntries(Array.from({ length: keys }, (_, at) => [`a field, the ${at}th`, at])));
const json = fc.oneof({ weight: 9, arbitrary: jsonObject }, { weight: 1, arbitrary: wide });

const person = fc.record({ full: some(text), short: some(text), first: some(text), last: some(text) });
/** What is said of a lead; `parts` are parts of a person's name. */
export const input = fc.record(
  {
    name: fc.record({ full: text, short: some(text), aliases: some(fc.array(text, { maxLength: 3 })) }),
    parts: some(person),
    title: some(text),
    industry: some(text),
    size: some(text),
    source: some(fc.constantFrom('apollo', 'webinar')),
    domain: some(domain),
    status: some(fc.constantFrom('new', 'contacted', 'follow_up')),
    email: some(fc.constantFrom('jane@acme.com', 'sales@acme.com')),
    phone: some(fc.constantFrom('+4930901820', '+1 212 555 0100')),
    contacts: some(
      fc.array(
        contact.map((value) => ({ value })),
        { maxLength: 45, size: 'max' },
      ),
    ),
    socials: some(
      fc.array(
        social.map((url) => ({ url })),
        { maxLength: 3 },
      ),
    ),
    sources: some(fc.array(fc.record({ provider: some(provider), id: fc.oneof(word, provider) }), { maxLength: 3 })),
    company: some(fc.record({ name: some(text), id: some(word), domain: some(domain) })),
    location: some(fc.record({ city: some(text), state: some(text), country: some(text), raw: some(text) })),
    attributes: some(json),
    metadata: some(json),
    raw: some(json),
  },
  { requiredKeys: ['name'] },
);

const rules: fc.Arbitrary<IdentityRules> = fc.constantFrom<IdentityRules>(
  noRules,
  { ...noRules, version: 3, kindsOff: ['linkedin'], blocked: ['email:jane@acme.com', 'domain:acme.com'] },
  { ...noRules, version: 1, roleWords: { added: ['jane'], removed: ['info'] }, kindsOff: ['domain'] },
  {
    ...noRules,
    version: 2,
    freeMail: { added: ['acme.com'], removed: ['gmail.com'] },
    providers: [{ name: 'apollo', aliases: ['ap'], identifies: false, ignoreCase: true }],
  },
);

/** The terms of a write. */
export const stamp = fc.record({
  step: fc.nat(3),
  inBatch: fc.boolean(),
  mayRepeat: fc.boolean(),
  via: some(fc.constantFrom('apollo', 'hubspot')),
  ranking: fc.constantFrom<string[]>([], ['apollo', 'webinar'], ['hubspot']),
  onMatch: fc.constantFrom<OnMatch | undefined>(undefined, 'merge', 'fill blanks', 'reuse', 'fail'),
  lists: fc.nat(2),
  rules,
  author: fc.constantFrom<Author>(
    { actor: { kind: 'key', id: 'key_1', name: '$key.name' }, door: 'import' },
    { actor: { kind: 'user', id: 'user|1', name: 'Jane' }, door: 'graphql' },
    { actor: { kind: 'key', id: 'key_2', name: ' @Apollo' }, door: 'rest' },
    ownAuthor,
  ),
});

/**
 * Fields whose order MongoDB leaves open; of values that were, JavaScript puts those of whole numbers as keys first.
 */
const unordered = new Set(['words', 'blocks', 'hosts', 'aliases', 'matched', 'paths', 'set', 'was']);

/** The document with those in an order. */
export function sorted(value: unknown, name = ''): unknown {
  if (value instanceof Date || value instanceof ObjectId) return { [value.constructor.name]: value.toJSON() };
  if (Array.isArray(value)) {
    const items = value.map((item) => sorted(item));
    return unordered.has(name) ? items.sort((a, b) => (exactly(a) < exactly(b) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item, key)]));
}
