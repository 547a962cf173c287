import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SignalEntityInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { about, companyId, entitiesOf, known, personId, recorded } from './signal.helpers.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
});
beforeEach(async () => {
  client = await gateway.client();
});

const company = (fields: Partial<SignalEntityInput>): SignalEntityInput => ({ name: 'Acme', ...fields });
const person = (fields: Partial<SignalEntityInput>): SignalEntityInput => ({ name: 'Jane Doe', ...fields });

/** Records a batch of signals about people; answers their entities' ids. */
const peopleOf = async (people: SignalEntityInput[]) =>
  (
    await recorded(
      client,
      people.map((one) => about({ person: one })),
    )
  ).map((signal) => known(signal.personEntityId));
const companiesOf = async (companies: SignalEntityInput[]) =>
  (
    await recorded(
      client,
      companies.map((one) => about({ entity: one })),
    )
  ).map((signal) => known(signal.entityId));

const spellings: [string, 'company' | 'person', Partial<SignalEntityInput>, Partial<SignalEntityInput>][] = [
  ['an email', 'person', { email: 'Jane.Doe@ACME.com' }, { email: ' jane.doe@acme.com ' }],
  [
    'a LinkedIn profile',
    'person',
    { linkedinUrl: 'https://www.linkedin.com/in/Jane-Doe/' },
    { linkedinUrl: 'de.linkedin.com/in/jane-doe/en?trk=x' },
  ],
  [
    'a company page',
    'company',
    { linkedinUrl: 'https://linkedin.com/company/Acme' },
    { linkedinUrl: 'http://www.linkedin.com/company/acme/about/' },
  ],
  ['a domain', 'company', { domain: 'https://www.Acme.com/about' }, { domain: 'acme.com' }],
  ['a company’s shared mailbox', 'company', { email: 'info@acme.com' }, { email: 'INFO@acme.com' }],
];

const strangers: [string, 'company' | 'person', Partial<SignalEntityInput>][] = [
  ['no identifiers', 'company', {}],
  ['no identifiers', 'person', {}],
  ['a role address', 'person', { email: 'info@acme.com' }],
  ['their employer’s domain', 'person', { domain: 'acme.com' }],
  ['their employer’s LinkedIn page', 'person', { linkedinUrl: 'linkedin.com/company/acme' }],
  ['somebody’s LinkedIn profile', 'company', { linkedinUrl: 'linkedin.com/in/jane' }],
  ['a free-mail domain', 'company', { domain: 'gmail.com' }],
  ['a short link', 'person', { linkedinUrl: 'https://lnkd.in/abc' }],
];

describe('identity of entities', () => {
  test.each(spellings)('is %s in any spelling, in one batch and in two (%s)', async (_what, type, one, other) => {
    const [base, of, idOf] = type === 'company' ? [company, companiesOf, companyId] : [person, peopleOf, personId];
    const ids = await of([base(one), base(other)]);
    expect(ids[0]).toBe(ids[1]);
    expect(await idOf(client, base(other))).toBe(ids[0]);
    expect(await entitiesOf(client)).toMatchObject([{ id: ids[0], signals: { totalCount: 3 } }]);
  });

  test.each(strangers)('is not %s (%s)', async (_what, type, fields) => {
    const [base, of] = type === 'company' ? [company, companiesOf] : [person, peopleOf];
    const ids = [...(await of([base(fields), base(fields)])), ...(await of([base(fields)]))];
    expect(new Set(ids).size).toBe(3);
    const given = Object.fromEntries(Object.entries(fields));
    expect(await entitiesOf(client)).toMatchObject(ids.map((id) => ({ id, ...given })));
  });

  test('keeps persons and companies apart', async () => {
    const [signal] = await recorded(client, [
      about({ entity: company({ email: 'jane@acme.com' }), person: person({ email: 'jane@acme.com' }) }),
    ]);
    expect(signal?.entityId).not.toBe(signal?.personEntityId);
    expect((await entitiesOf(client)).map(({ type }) => type).sort()).toEqual(['COMPANY', 'PERSON']);
  });

  test('unites a batch through what its signals share, directly and over several steps', async () => {
    const ids = await companiesOf([
      company({ domain: 'acme.com' }),
      company({ name: 'Other', domain: 'other.com' }),
      company({ linkedinUrl: 'linkedin.com/company/acme' }),
      company({ email: 'hello@acme.com' }),
      company({ linkedinUrl: 'linkedin.com/company/acme', email: 'hello@acme.com' }),
      company({ email: 'hello@acme.com', domain: 'www.acme.com' }),
    ]);
    const [acme, other] = ids;
    expect(ids).toEqual([acme, other, acme, acme, acme, acme]);
    expect(await entitiesOf(client)).toMatchObject([
      {
        id: acme,
        name: 'Acme',
        domain: 'acme.com',
        email: 'hello@acme.com',
        linkedinUrl: 'linkedin.com/company/acme',
        signals: { totalCount: 5 },
      },
      { id: other, name: 'Other', signals: { totalCount: 1 } },
    ]);
  });

  test('fills blanks of a known entity and overwrites nothing', async () => {
    const id = await personId(client, person({ linkedinUrl: 'linkedin.com/in/jane' }));
    const again = person({ name: 'J. Doe', linkedinUrl: 'www.linkedin.com/in/jane', email: 'jane@acme.com' });
    expect(await personId(client, again)).toBe(id);
    const moved = person({ linkedinUrl: 'linkedin.com/in/jane', email: 'jane@new-job.com', domain: 'new-job.com' });
    expect(await personId(client, moved)).toBe(id);
    expect(await entitiesOf(client)).toMatchObject([
      {
        id,
        name: 'Jane Doe',
        linkedinUrl: 'linkedin.com/in/jane',
        email: 'jane@acme.com',
        domain: 'new-job.com',
        signals: { totalCount: 3 },
      },
    ]);
    // Each address that came along finds her from now on.
    expect(await peopleOf([person({ email: 'jane@acme.com' }), person({ email: 'jane@new-job.com' })])).toEqual([
      id,
      id,
    ]);
  });

  test('moves updatedAt of an entity only when it learns something', async () => {
    const input = person({ email: 'jane@acme.com', linkedinUrl: 'linkedin.com/in/jane' });
    await personId(client, input);
    const [before] = await entitiesOf(client);
    await personId(client, { ...input, name: 'Another name' });
    expect(await entitiesOf(client)).toMatchObject([{ updatedAt: before?.updatedAt, name: 'Jane Doe' }]);
  });
});

describe('identifiers of several entities', () => {
  test('give the signal to the holder of the strongest one, and each entity keeps its own', async () => {
    const byProfile = await personId(client, person({ linkedinUrl: 'linkedin.com/in/jane' }));
    const byEmail = await personId(client, person({ name: 'J. Doe', email: 'jane@acme.com' }));
    const both = person({ email: 'jane@acme.com', linkedinUrl: 'linkedin.com/in/jane' });
    expect(await peopleOf([both, both])).toEqual([byProfile, byProfile]);
    expect(await personId(client, person({ email: 'jane@acme.com' }))).toBe(byEmail);
    expect(await personId(client, person({ linkedinUrl: 'linkedin.com/in/jane' }))).toBe(byProfile);
    expect(await entitiesOf(client)).toMatchObject([
      { id: byProfile, signals: { totalCount: 4 } },
      { id: byEmail, name: 'J. Doe', email: 'jane@acme.com', signals: { totalCount: 2 } },
    ]);
  });

  test('rank email before domain', async () => {
    const byDomain = await companyId(client, company({ domain: 'acme.com' }));
    const byEmail = await companyId(client, company({ email: 'hello@acme.com' }));
    expect(await companyId(client, company({ domain: 'acme.com', email: 'hello@acme.com' }))).toBe(byEmail);
    expect(await companyId(client, company({ domain: 'acme.com' }))).toBe(byDomain);
  });

  test('rank the same when the weaker one comes first in the batch', async () => {
    const byDomain = await companyId(client, company({ domain: 'acme.com' }));
    const byPage = await companyId(client, company({ linkedinUrl: 'linkedin.com/company/acme' }));
    const batch = [
      company({ domain: 'acme.com' }),
      company({ domain: 'acme.com', linkedinUrl: 'linkedin.com/company/acme' }),
    ];
    expect(await companiesOf(batch)).toEqual([byDomain, byPage]);
    expect(await companiesOf(batch.toReversed())).toEqual([byPage, byDomain]);
  });

  test('leave what nobody held to the one that a signal ties it to', async () => {
    const byDomain = await companyId(client, company({ domain: 'acme.com' }));
    const byPage = await companyId(client, company({ linkedinUrl: 'linkedin.com/company/acme' }));
    const ids = await companiesOf([
      company({ email: 'new@acme.com' }),
      company({ email: 'new@acme.com', linkedinUrl: 'linkedin.com/company/acme' }),
      company({ email: 'old@acme.com', domain: 'acme.com' }),
      company({ email: 'old@acme.com' }),
    ]);
    expect(ids).toEqual([byPage, byPage, byDomain, byDomain]);
    expect(await companiesOf([company({ email: 'old@acme.com' }), company({ email: 'new@acme.com' })])).toEqual([
      byDomain,
      byPage,
    ]);
  });
});

describe('parallel recordSignals', () => {
  test('make one entity of each that they all bring', async () => {
    const batch = Array.from({ length: 10 }, (_, n) =>
      about({
        entity: company({ domain: `race-${n}.com`, linkedinUrl: `linkedin.com/company/race-${n}` }),
        person: person({ email: `jane@race-${n}.com` }),
      }),
    );
    const results = await Promise.all(Array.from({ length: 20 }, () => recorded(client, batch)));
    const [first] = results;
    const links = (signals: typeof first) => signals?.map(({ entityId, personEntityId }) => [entityId, personEntityId]);
    for (const result of results) expect(links(result)).toEqual(links(first));
    const entities = await entitiesOf(client);
    expect(entities).toHaveLength(20);
    expect(entities.every(({ signals }) => signals.totalCount === 20)).toBe(true);
  });

  test('lose nothing of what each of them knows', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        personId(client, person({ linkedinUrl: 'linkedin.com/in/jane', email: `jane@race-${n}.com` })),
      ),
    );
    const [jane, ...others] = await entitiesOf(client);
    expect(others).toEqual([]);
    const emails = Array.from({ length: 20 }, (_, n) => person({ email: `jane@race-${n}.com` }));
    expect(new Set(await peopleOf(emails))).toEqual(new Set([jane?.id]));
  });
});
