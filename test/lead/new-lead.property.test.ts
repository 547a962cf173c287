import fc from 'fast-check';
import { type Collection, ObjectId } from 'mongodb';
import { beforeAll, expect, test } from 'vitest';
import { type IdentityRules, noRules } from '../../src/lead/identity.rules.ts';
import { outgrownCode } from '../../src/lead/lead.bound.ts';
import { creationOf } from '../../src/lead/lead.creation.store.ts';
import type { LeadDocument } from '../../src/lead/lead.document.store.ts';
import { keysAlone } from '../../src/lead/lead.identified.ts';
import type { OnMatch } from '../../src/lead/lead.match.ts';
import { forDriver } from '../../src/lead/lead.new.store.ts';
import { createLeadRules } from '../../src/lead/lead.rules.ts';
import { type Author, ownAuthor } from '../../src/shared/author.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { openTestDatabase } from '../support/database.ts';
import { exactly, jsonObject, runs, timeFor } from './json-values.ts';

// A lead that nobody has is made here as MongoDB would make it by the pipeline.

let upserted: Collection<LeadDocument>;
let inserted: Collection<LeadDocument>;

beforeAll(async () => {
  const { db } = await openTestDatabase();
  [upserted, inserted] = ['upserted', 'inserted'].map((name) =>
    db.collection<LeadDocument>(name, { fieldsAsRaw: Object.create(null) }),
  ) as [Collection<LeadDocument>, Collection<LeadDocument>];
});

const workspaceId = 'ws_650000000000000000000001';
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
const input = fc.record(
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

const stamp = fc.record({
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

/** Fields whose order MongoDB leaves open. */
const unordered = new Set(['words', 'blocks', 'hosts', 'aliases', 'matched', 'paths', 'set']);

/** Fields that serve only to find leads, not compared here; history and provenance are compared above. */
const derived = new Set(['words', 'blocks', 'hosts', 'folded', 'like', 'history', 'provenance']);

/** The document with those in an order. */
function sorted(value: unknown, name = ''): unknown {
  if (value instanceof Date || value instanceof ObjectId) return { [value.constructor.name]: value.toJSON() };
  if (Array.isArray(value)) {
    const items = value.map((item) => sorted(item));
    return unordered.has(name) ? items.sort((a, b) => (exactly(a) < exactly(b) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item, key)]));
}

const options = { upsert: true, returnDocument: 'after' } as const;

test('a new lead made here is the one that the pipeline makes', { timeout: timeFor(300) * 400 }, async () => {
  await fc.assert(
    fc.asyncProperty(input, fc.constantFrom('person', 'company'), stamp, async ({ parts, ...said }, type, chosen) => {
      const name = type === 'person' ? { ...said.name, ...parts } : said.name;
      const checked = createLeadRules.safeParse({ ...said, name, type });
      fc.pre(checked.success);
      if (!checked.success) return;
      const { mayRepeat, lists, ...terms } = chosen;
      const write = { ...terms, now: new Date(1_700_000_000_000), run: { id: newUuid(), mayRepeat } };
      const listIds = Array.from({ length: lists }, () => `list_${new ObjectId().toHexString()}`);
      const creation = creationOf(workspaceId, checked.data, listIds, write, { historyLength: 20 });
      expect(keysAlone(checked.data, terms.rules)).toEqual(creation.keys);
      const made = creation.document();
      if (made === null) throw new Error('A lead of this size is made here');
      await upserted.deleteMany({});
      const byMongo = await upserted.findOneAndUpdate(creation.filter, creation.update(), options);
      await inserted.insertOne(forDriver(made));
      const here = await inserted.findOne({ _id: made._id });
      expect(exactly(sorted(here))).toBe(exactly(sorted(byMongo)));
      expect(exactly(sorted(made))).toBe(exactly(sorted(here)));
      // MongoDB minds the order of keys when it tells whether a later write changes a value.
      for (const [field, value] of Object.entries(byMongo ?? {})) {
        const own = Object.entries(here ?? {}).find(([key]) => key === field)?.[1];
        if (!derived.has(field)) expect(JSON.stringify(own)).toBe(JSON.stringify(value));
      }
    }),
    runs(300),
  );
});

test('one that is too large is left to MongoDB, which refuses it', async () => {
  const url = (at: number) => ({ url: `https://x.com/${at}${'名'.repeat(2000)}` });
  const socials = Array.from({ length: 50 }, (_, at) => url(at));
  const large = createLeadRules.parse({ type: 'company', name: { full: 'Acme' }, socials });
  const write = {
    step: 0,
    inBatch: true,
    author: ownAuthor,
    rules: noRules,
    now: new Date(),
    run: { id: newUuid(), mayRepeat: false },
  };
  const creation = creationOf(workspaceId, large, [], write, { historyLength: 20 });
  expect(creation.document()).toBeNull();
  await expect(upserted.findOneAndUpdate(creation.filter, creation.update(), options)).rejects.toMatchObject({
    code: outgrownCode,
  });
});
