import { beforeAll, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type LeadCalls, leadCalls, person } from './lead-calls.ts';
import { mergeCalls } from './merge-calls.ts';
import { provenanceCalls } from './provenance-calls.ts';

// Creations whose identifiers belong to several leads, or to merged ones, in each of the modes.

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let calls: ReturnType<typeof provenanceCalls>;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  leads = leadCalls(client);
  calls = provenanceCalls(client);
});

const newEmail = () => person().email ?? '';
const by = (emails: readonly (string | null | undefined)[], more: Partial<CreateLeadInput> = {}): CreateLeadInput => ({
  ...{ type: 'PERSON', name: { full: 'Jane Doe' }, industry: 'Software', ...more },
  contacts: emails.map((email) => ({ value: email ?? '' })),
});

const modes = ['MERGE', 'FILL_BLANKS', 'REUSE', 'FAIL'];

describe.each(modes)('identifiers of two leads, with %s', (onMatch) => {
  test.each([
    ['each by itself', false],
    ['one of them by a lead that was merged into it', true],
  ])('conflict, and nothing is written: %s', async (_how, isMerged) => {
    const [one, two] = [await leads.created(person()), await leads.created(person())];
    const merged = await leads.created(person());
    if (isMerged) await mergeCalls(client).merge(two.id, merged.id);
    const input = by([one.email, isMerged ? merged.email : two.email]);
    const before = [await leads.read(one.id), await leads.read(two.id)];
    expect((await calls.resolve(input, { onMatch })).action).toBe('CONFLICT');
    const preview = await calls.createMany([input], { onMatch, dryRun: true });
    expect(preview.map(({ outcome }) => outcome)).toEqual(['CONFLICT']);
    const result = await calls.tryCreate(input, { onMatch });
    expect(result.code).toBe('IDENTITY_CONFLICT');
    expect(result.leads.map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
    const items = await calls.createMany([input, person()], { onMatch });
    expect(items.map(({ outcome }) => outcome)).toEqual(['CONFLICT', 'CREATED']);
    expect([await leads.read(one.id), await leads.read(two.id)]).toEqual(before);
  });

  test('conflict though earlier items of the same batch have made the leads', async () => {
    const [a, b] = [newEmail(), newEmail()];
    const items = await calls.createMany([by([a]), by([b]), by([b, a]), by([newEmail()])], { onMatch });
    expect(items.map(({ outcome }) => outcome)).toEqual(['CREATED', 'CREATED', 'CONFLICT', 'CREATED']);
    const found = await Promise.all(items.slice(0, 2).map(({ lead }) => leads.read(lead?.id ?? '')));
    expect(found.map(({ version }) => version)).toEqual([1, 1]);
  });
});

describe.each(['FILL_BLANKS', 'REUSE'])('several identifiers, with %s', (onMatch) => {
  test('take two commands, and are matched by those that the lead has', async () => {
    const known = await leads.created(person({ industry: 'Tools' }));
    const input = by([newEmail(), known.email]);
    const commands = await gateway.commandsOf(async () => {
      expect(await calls.create(input, { onMatch })).toMatchObject({
        ...{ outcome: 'UNCHANGED', lead: { id: known.id } },
        matchedKeys: [{ kind: 'EMAIL', value: known.email }],
      });
    });
    expect(commands).toEqual(['find', 'findAndModify']);
    expect((await calls.create(by([newEmail(), newEmail()]), { onMatch })).outcome).toBe('CREATED');
  });

  test('lead to what a merged lead is part of', async () => {
    const [winner, loser] = [await leads.created(person({ industry: 'Tools' })), await leads.created(person())];
    await mergeCalls(client).merge(winner.id, loser.id);
    const input = by([loser.email, newEmail()]);
    expect(await calls.create(input, { onMatch })).toMatchObject({ outcome: 'UNCHANGED', lead: { id: winner.id } });
    const items = await calls.createMany([by([winner.email, loser.email]), input], { onMatch });
    expect(items.map(({ outcome, lead }) => [outcome, lead?.id])).toEqual([
      ['UNCHANGED', winner.id],
      ['UNCHANGED', winner.id],
    ]);
  });

  test('make one lead where twenty creations race, whichever two of three each has', async () => {
    const emails = [newEmail(), newEmail(), newEmail()];
    const pairs = [0, 1, 2].map((left) => emails.filter((_, at) => at !== left));
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => calls.tryCreate(by(pairs[n % 3] ?? []), { onMatch })),
    );
    const outcomes = new Set(results.map(({ outcome, code }) => outcome ?? code));
    const made = new Set(results.flatMap(({ lead }) => lead?.id ?? []));
    expect(outcomes).toEqual(new Set(['CREATED', 'UNCHANGED']));
    expect(made.size).toBe(1);
  });
});

test('a batch keeps its order where an item goes by the identifier of a merged lead', async () => {
  const [winner, loser, other] = [
    await leads.created(person()),
    await leads.created(person()),
    await leads.created(person()),
  ];
  await mergeCalls(client).merge(winner.id, loser.id);
  const fresh = newEmail();
  const items = await calls.createMany([
    by([loser.email, fresh], { title: 'First' }),
    by([other.email], { title: 'Other' }),
    by([winner.email], { title: 'Second' }),
    by([fresh], { title: 'Third' }),
  ]);
  expect(items.map(({ lead }) => lead?.id)).toEqual([winner.id, other.id, winner.id, winner.id]);
  const { title, version, contacts } = await leads.read(winner.id);
  expect([title, version, contacts.at(-1)?.value]).toEqual(['Third', 5, fresh]);
});
