import { beforeAll, describe, expect, test } from 'vitest';
import type { LeadContact, UpdateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway } from '../support/gateway.ts';
import { company, type LeadCalls, leadCalls, person } from './lead-calls.ts';

let leads: LeadCalls;

beforeAll(async () => {
  leads = leadCalls(await (await createTestGateway()).client());
});

let n = 0;

/** A person with two emails, two phones and something else, in this order: a@, +1…01, other, b@, +1…02. */
async function reachable() {
  n += 1;
  const [a, b] = [`a.${n}@acme.com`, `b.${n}@acme.com`];
  const contacts = [a, '+14155550101', '@jane', b, '+14155550102'].map((value) => ({ value }));
  const lead = await leads.created(person({ email: null, contacts }));
  return { id: lead.id, a, b, before: lead };
}

const values = ({ contacts }: { contacts: LeadContact[] }) => contacts.map(({ value }) => value);
const emailKeys = (lead: { identityKeys: { kind: string; value: string }[] }) =>
  lead.identityKeys.filter(({ kind }) => kind === 'EMAIL').map(({ value }) => value);

describe('email and phone in updateLead', () => {
  test('replace the first contact of their kind in its place; all others stay', async () => {
    const { id, b } = await reachable();
    const after = await leads.updated({ id, email: ` new.${n}@acme.com `, phone: '+1 415 555 0199' });
    expect(values(after)).toEqual([`new.${n}@acme.com`, '+1 415 555 0199', '@jane', b, '+14155550102']);
    expect(after).toMatchObject({ email: `new.${n}@acme.com`, phone: '+1 415 555 0199' });
    expect(emailKeys(after)).toEqual([`new.${n}@acme.com`, b]);
  });

  test('are added behind the others where there is none of their kind', async () => {
    const { id } = await leads.created(person({ email: null, contacts: [{ value: '@jane' }] }));
    n += 1;
    const after = await leads.updated({ id, phone: '+14155550103', email: `late.${n}@acme.com` });
    expect(values(after)).toEqual(['@jane', `late.${n}@acme.com`, '+14155550103']);
  });

  test('move to the first place what stood in a later one, once', async () => {
    const { id, b } = await reachable();
    const after = await leads.updated({ id, email: b.toUpperCase(), phone: '+1 (415) 555-0102' });
    expect(values(after)).toEqual([b.toUpperCase(), '+1 (415) 555-0102', '@jane']);
    expect(emailKeys(after)).toEqual([b]);
  });

  test('take another spelling of the same address without a new key', async () => {
    const { id, a, b, before } = await reachable();
    const after = await leads.updated({ id, email: a.toUpperCase() });
    expect(after.email).toBe(a.toUpperCase());
    expect(emailKeys(after)).toEqual([a, b]);
    expect(after.identityKeys).toEqual(before.identityKeys);
  });

  test('clear every contact of their kind by null, and only these', async () => {
    const { id, a, b } = await reachable();
    expect(values(await leads.updated({ id, phone: null }))).toEqual([a, '@jane', b]);
    const after = await leads.updated({ id, email: null });
    expect(values(after)).toEqual(['@jane']);
    expect(after).toMatchObject({ email: null, phone: null, identityKeys: [] });
  });

  test('one can be set while the other is cleared', async () => {
    const { id, b } = await reachable();
    const after = await leads.updated({ id, email: `set.${n}@acme.com`, phone: null });
    expect(values(after)).toEqual([`set.${n}@acme.com`, '@jane', b]);
  });
});

describe('contacts in updateLead', () => {
  test('replace all of them, each kept once, in the order given', async () => {
    const { id, a } = await reachable();
    const contacts = ['@new', a, a.toUpperCase(), '+14155550104'].map((value) => ({ value }));
    const after = await leads.updated({ id, contacts });
    expect(after.contacts).toEqual([
      { value: '@new', kind: 'OTHER' },
      { value: a, kind: 'EMAIL' },
      { value: '+14155550104', kind: 'PHONE' },
    ]);
  });

  test('take an email and a phone that are among them, and put these first', async () => {
    const { id, a, b } = await reachable();
    const contacts = ['@x', a, '+14155550105', b].map((value) => ({ value }));
    const after = await leads.updated({ id, contacts, email: b, phone: '+14155550105' });
    expect(values(after)).toEqual([b, '+14155550105', '@x', a]);
    expect(after.email).toBe(b);
  });

  test('take an email where none of them is one, and a null where none is of its kind', async () => {
    const { id, a } = await reachable();
    const contacts = [{ value: '@only' }];
    const after = await leads.updated({ id, contacts, email: a, phone: null });
    expect(values(after)).toEqual([a, '@only']);
  });

  test('are all cleared by null, and then hold the email alone that came with it', async () => {
    const { id, b } = await reachable();
    expect(values(await leads.updated({ id, contacts: null, email: b }))).toEqual([b]);
  });

  const contradictions: [string, (a: string) => Omit<UpdateLeadInput, 'id'>, string][] = [
    ['an email beside others', (a) => ({ email: `not.${a}`, contacts: [{ value: a }] }), 'email'],
    ['a phone beside others', () => ({ phone: '+14155550106', contacts: [{ value: '+14155550107' }] }), 'phone'],
    ['null beside an email', (a) => ({ email: null, contacts: [{ value: a }] }), 'email'],
    ['null beside a phone', () => ({ phone: null, contacts: [{ value: '+14155550107' }] }), 'phone'],
    ['blank text beside an email', (a) => ({ email: ' ', contacts: [{ value: a }] }), 'email'],
  ];
  test.each(contradictions)('are contradicted by %s, which writes nothing', async (_what, patch, field) => {
    const { id, a, before } = await reachable();
    expect(await leads.issuesOf({ id, title: 'X', ...patch(a) })).toEqual([`input.${field} contradiction`]);
    expect(await leads.read(id)).toEqual(before);
  });

  const malformed: [string, Omit<UpdateLeadInput, 'id'>, string][] = [
    ['an email that is none', { email: 'jane at acme' }, 'input.email invalid_email'],
    ['a phone that is none', { phone: 'call me' }, 'input.phone invalid_phone'],
    ['a blank contact', { contacts: [{ value: ' ' }] }, 'input.contacts.0.value too_small'],
    ['a blank social', { socials: [{ url: '' }] }, 'input.socials.0.url too_small'],
    ['a blank alias', { name: { aliases: ['A', ''] } }, 'input.name.aliases.1 too_small'],
    ['51 contacts', { contacts: Array.from({ length: 51 }, (_, i) => ({ value: `${i}` })) }, 'input.contacts too_big'],
    ['a long title', { title: 'x'.repeat(501) }, 'input.title too_big'],
    ['NUL in a title', { title: 'a\0' }, 'input.title invalid_text'],
  ];
  test.each(malformed)('and other fields refuse %s, which writes nothing', async (_what, patch, issue) => {
    const { id, before } = await reachable();
    expect(await leads.issuesOf({ id, industry: 'X', ...patch })).toEqual([issue]);
    expect(await leads.read(id)).toEqual(before);
  });
});

describe('the contacts that createLead makes', () => {
  test('begin with the email and the phone of the input, also where the list has them later', async () => {
    n += 1;
    const [a, b] = [`first.${n}@acme.com`, `second.${n}@acme.com`];
    const contacts = [b, '+14155550109', a, '+14155550108'].map((value) => ({ value }));
    const lead = await leads.created(company({ email: a, phone: '+14155550108', contacts }));
    expect(values(lead)).toEqual([a, '+14155550108', b, '+14155550109']);
    expect(lead).toMatchObject({ email: a, phone: '+14155550108' });
  });
});
