import { beforeAll, describe, expect, test } from 'vitest';
import { UpdateLeadDocument } from '../../schema/generated/graphql.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { company, type LeadCalls, leadCalls, person } from './lead-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
});

const values = (lead: { identityKeys: { value: string }[] }) => lead.identityKeys.map(({ value }) => value);

describe('the identity of an updated lead', () => {
  test('follows its email, and the old one is free again', async () => {
    const { id } = await leads.created(person({ email: 'old@acme.com' }));
    expect(values(await leads.updated({ id, email: 'New@Acme.com' }))).toEqual(['new@acme.com']);
    expect(await leads.create(person({ email: 'new@acme.com' }))).toMatchObject({ lead: { id } });
    const fresh = await leads.create(person({ email: 'old@acme.com' }));
    expect(fresh.outcome).toBe('CREATED');
    expect(fresh.lead.id).not.toBe(id);
  });

  test('follows socials and sources, and the old ones are free again', async () => {
    const old = { socials: [{ url: 'linkedin.com/in/old-one' }], sources: [{ provider: 'Apollo', id: 'o1' }] };
    const { id } = await leads.created(person({ email: null, ...old }));
    const socials = [{ url: 'https://de.linkedin.com/in/New-One/?x=1' }];
    const after = await leads.updated({ id, socials, sources: [{ provider: 'hubspot', id: 'n1' }] });
    expect(values(after)).toEqual(['in/new-one', 'hubspot:n1']);
    const fresh = await leads.create(person({ email: null, ...old }));
    expect(fresh.outcome).toBe('CREATED');
    const again = await leads.create(person({ email: null, socials: [{ url: 'linkedin.com/in/new-one' }] }));
    expect(again).toMatchObject({ outcome: 'UNCHANGED', lead: { id } });
  });

  test('ends with what is cleared', async () => {
    const { id } = await leads.created(person({ email: 'gone@acme.com' }));
    expect(values(await leads.updated({ id, contacts: [] }))).toEqual([]);
    expect((await leads.create(person({ email: 'gone@acme.com' }))).outcome).toBe('CREATED');
  });

  test('follows the domain of a company', async () => {
    const { id } = await leads.created(company({ domain: 'old-domain.com' }));
    expect(values(await leads.updated({ id, domain: 'https://www.New-Domain.de/about' }))).toEqual(['new-domain.de']);
    expect((await leads.create(company({ domain: 'old-domain.com' }))).outcome).toBe('CREATED');
    expect((await leads.create(company({ domain: 'new-domain.de' }))).lead.id).toBe(id);
    expect(values(await leads.updated({ id, domain: 'gmail.com' }))).toEqual([]);
    expect(values(await leads.updated({ id, domain: null }))).toEqual([]);
  });

  test('drops the domains that earlier arrivals brought, once a domain is set', async () => {
    const shared = { socials: [{ url: 'linkedin.com/company/two-domains' }] };
    const { id } = await leads.created(company({ domain: 'first-domain.com', ...shared }));
    const merged = await leads.created(company({ domain: 'second-domain.com', ...shared }));
    expect(values(merged).toSorted()).toEqual(['company/two-domains', 'first-domain.com', 'second-domain.com']);
    expect(values(await leads.updated({ id, domain: 'third-domain.com' })).toSorted()).toEqual([
      'company/two-domains',
      'third-domain.com',
    ]);
  });

  test('is by the type of the lead, which only the database knows: info@ is a company, not a person', async () => {
    const roleAndDomain = { email: 'info@typed.com', domain: 'typed.com' };
    const profiles = [{ url: 'linkedin.com/in/typed' }, { url: 'linkedin.com/company/typed' }];
    const one = await leads.created(person());
    const other = await leads.created(company());
    for (const [lead, keys] of [
      [one, ['in/typed']],
      [other, ['company/typed', 'info@typed.com', 'typed.com']],
    ] as const) {
      const input = { id: lead.id, ...roleAndDomain, socials: profiles };
      const commands = await gateway.commandsOf(() => client.run(UpdateLeadDocument, { input }));
      expect(commands).toEqual(['findAndModify']);
      const after = await leads.read(lead.id);
      expect(values(after).toSorted()).toEqual(keys);
      expect(after).toMatchObject({ email: 'info@typed.com', domain: 'typed.com', socials: profiles });
    }
  });
});

describe('an identifier of another lead', () => {
  test('is refused, naming that lead and the key, and nothing is written', async () => {
    const holder = await leads.created(person({ email: 'held@acme.com' }));
    const before = await leads.created(person());
    const input = { id: before.id, title: 'X', email: 'HELD@acme.com', metadata: { a: 1 } };
    const error = expectType(await leads.tryUpdate(input), 'IdentityConflictError');
    expect(error).toMatchObject({
      code: 'IDENTITY_CONFLICT',
      message: `Lead ${holder.id} already has held@acme.com`,
      keys: [{ kind: 'EMAIL', value: 'held@acme.com' }],
      leads: [{ id: holder.id }],
    });
    expect(await leads.read(before.id)).toEqual(before);
    expect(await leads.read(holder.id)).toEqual(holder);
  });

  test('is refused for every kind of key, naming every lead that holds one', async () => {
    const email = await leads.created(company({ email: 'many@acme.com', domain: null }));
    const profile = await leads.created(company({ socials: [{ url: 'linkedin.com/company/many' }], domain: null }));
    const source = await leads.created(company({ sources: [{ provider: 'crm', id: 'many' }], domain: null }));
    const domain = await leads.created(company({ domain: 'many.com' }));
    const before = await leads.created(company());
    const error = expectType(
      await leads.tryUpdate({
        id: before.id,
        contacts: [{ value: 'free@acme.com' }, { value: 'many@acme.com' }],
        socials: [{ url: 'linkedin.com/company/many/' }],
        sources: [{ provider: 'CRM', id: 'many' }],
        domain: 'www.many.com',
      }),
      'IdentityConflictError',
    );
    expect(error.leads.map(({ id }) => id).toSorted()).toEqual(
      [email, profile, source, domain].map(({ id }) => id).toSorted(),
    );
    expect(error.keys.map(({ value }) => value).toSorted()).toEqual([
      'company/many',
      'crm:many',
      'many.com',
      'many@acme.com',
    ]);
    expect(await leads.read(before.id)).toEqual(before);
  });

  test('is none where the other lead is of the other type, or of another workspace', async () => {
    await leads.created(company({ email: 'apart@acme.com' }));
    await leadCalls(await gateway.client()).created(person({ email: 'apart@acme.com' }));
    const { id } = await leads.created(person());
    expect((await leads.updated({ id, email: 'apart@acme.com' })).email).toBe('apart@acme.com');
  });

  test('can be taken by one only of many that try at once', async () => {
    const rivals = await Promise.all(Array.from({ length: 20 }, () => leads.created(person())));
    const results = await Promise.all(rivals.map(({ id }) => leads.tryUpdate({ id, email: 'prize@acme.com' })));
    const won = results.filter((result) => result.__typename === 'UpdateLeadPayload');
    expect(won).toHaveLength(1);
    const [winner] = won.map((result) => expectType(result, 'UpdateLeadPayload').lead.id);
    for (const result of results.filter((one) => one.__typename !== 'UpdateLeadPayload')) {
      expect(expectType(result, 'IdentityConflictError').leads).toEqual([{ id: winner }]);
    }
  });

  test('can be swapped by freeing it first', async () => {
    const a = await leads.created(person({ email: 'swap-a@acme.com' }));
    const b = await leads.created(person({ email: 'swap-b@acme.com' }));
    await leads.updated({ id: a.id, email: null });
    expect(values(await leads.updated({ id: b.id, email: 'swap-a@acme.com' }))).toEqual(['swap-a@acme.com']);
    expect(values(await leads.updated({ id: a.id, email: 'swap-b@acme.com' }))).toEqual(['swap-b@acme.com']);
  });
});
