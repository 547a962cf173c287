import { beforeAll, describe, expect, test } from 'vitest';
import type { SignalInput } from '../../schema/generated/graphql.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { leaveUnanswered } from '../support/unanswered.ts';
import { about, entitiesOf, record, recorded } from './signal.helpers.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

describe('recordSignals', () => {
  test('records a signal with its company and its person', async () => {
    const [signal] = await recorded(client, [
      {
        kind: ' funding_round ',
        title: ' Acme raises 20 million ',
        url: 'https://news.example/acme',
        occurredAt: '2026-03-01T08:30:00+01:00',
        entity: { name: 'Acme', domain: 'acme-records.example' },
        person: { name: 'Jane Doe', email: 'jane@acme-records.example' },
      },
    ]);
    expect(signal).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kind: 'funding_round',
      title: 'Acme raises 20 million',
      url: 'https://news.example/acme',
      occurredAt: '2026-03-01T07:30:00.000Z',
      entityId: signal?.entity?.id,
      entityStatus: 'NEW',
      entity: { id: expect.any(String), name: 'Acme', lead: null },
      personEntityId: signal?.personEntity?.id,
      personEntityStatus: 'NEW',
      personEntity: { id: expect.any(String), name: 'Jane Doe', lead: null },
    });
    expect(signal?.entityId).not.toBe(signal?.personEntityId);
  });

  test('records a signal about a company alone and a person alone, in the order given', async () => {
    const signals = await recorded(client, [
      about({ person: { name: 'Only Person' } }, 'First'),
      about({ entity: { name: 'Only Company' } }, 'Second'),
    ]);
    expect(signals).toMatchObject([
      { title: 'First', url: null, entityId: null, entity: null, entityStatus: null, personEntityStatus: 'NEW' },
      { title: 'Second', entityStatus: 'NEW', personEntityId: null, personEntity: null, personEntityStatus: null },
    ]);
  });

  test.each([
    ['left out', {}],
    ['null', { occurredAt: null }],
  ])('takes now for an occurredAt that is %s', async (_what, when) => {
    const before = Date.now();
    const [signal] = await recorded(client, [{ ...about({ entity: { name: 'Now Inc' } }), ...when }]);
    const occurredAt = Date.parse(signal?.occurredAt ?? '');
    expect(occurredAt).toBeGreaterThanOrEqual(before);
    expect(occurredAt).toBeLessThanOrEqual(Date.now());
  });

  test('records 500 signals about 1000 entities with one look-up and one write each', async () => {
    const own = await gateway.client();
    const items = Array.from(
      { length: 500 },
      (_, n): SignalInput => ({
        kind: 'job_change',
        title: `Person ${n} joined company ${n}`,
        entity: { name: `Company ${n}`, domain: `company-${n}.example` },
        person: { name: `Person ${n}`, linkedinUrl: `linkedin.com/in/person-${n}` },
      }),
    );
    const mutation =
      'mutation ($input: RecordSignalsInput!) { recordSignals(input: $input) { ... on RecordSignalsPayload { signals { title } } } }';
    let data: Record<string, unknown> | null | undefined;
    const commands = await gateway.commandsOf(async () => {
      data = (await own.send(mutation, { input: { items } })).data;
    });
    expect(data?.recordSignals).toEqual({ signals: items.map(({ title }) => ({ title })) });
    expect(commands).toEqual(['find', 'insert', 'insert']);
  });

  test.each([
    ['no signals', 0, 'too_small'],
    ['501 signals', 501, 'too_big'],
  ])('refuses %s', async (_what, count, code) => {
    const items = Array.from({ length: count }, () => about({ entity: { name: 'A' } }));
    const error = expectType(await record(client, items), 'InvalidInputError');
    expect(error.issues).toEqual([{ path: ['input', 'items'], message: 'Must have 1 to 500 items', code }]);
  });

  const bad: [string, SignalInput, string, string][] = [
    ['a signal about nobody', about({}), 'input.items.1', 'required'],
    ['nulls for company and person', { ...about({}), entity: null, person: null }, 'input.items.1', 'required'],
    ['a blank kind', { ...about({ entity: { name: 'A' } }), kind: ' ' }, 'input.items.1.kind', 'too_small'],
    [
      'a title of 1001 characters',
      about({ entity: { name: 'A' } }, 'x'.repeat(1001)),
      'input.items.1.title',
      'too_big',
    ],
    ['a company without a name', about({ entity: { name: '' } }), 'input.items.1.entity.name', 'too_small'],
    [
      'what is no email address',
      about({ person: { name: 'A', email: 'jane at acme' } }),
      'input.items.1.person.email',
      'invalid_email',
    ],
    ['NUL in the text', about({ entity: { name: 'a\0b' } }), 'input.items.1.entity.name', 'invalid_text'],
  ];
  test.each(bad)('refuses %s and records nothing of the batch', async (_what, item, path, code) => {
    const own = await gateway.client();
    const error = expectType(
      await record(own, [about({ entity: { name: 'Good', domain: 'good.example' } }), item]),
      'InvalidInputError',
    );
    expect(error.issues).toEqual([{ path: path.split('.'), message: expect.any(String), code }]);
    expect(await entitiesOf(own)).toEqual([]);
  });

  test('shows a later mutation of the same operation what an earlier one had read and it changed', async () => {
    const mutation = `
      mutation ($first: RecordSignalsInput!, $second: RecordSignalsInput!) {
        first: recordSignals(input: $first) { ...Entities }
        second: recordSignals(input: $second) { ...Entities }
      }
      fragment Entities on RecordSignalsPayload { signals { entity { email domain } } }
    `;
    const { data } = await client.send(mutation, {
      first: { items: [about({ entity: { name: 'Twice', domain: 'twice.example' } })] },
      second: { items: [about({ entity: { name: 'Twice', domain: 'twice.example', email: 'hi@twice.example' } })] },
    });
    expect(data).toEqual({
      first: { signals: [{ entity: { email: null, domain: 'twice.example' } }] },
      second: { signals: [{ entity: { email: 'hi@twice.example', domain: 'twice.example' } }] },
    });
  });

  test('answers what is stored where a call comes again after its process died', async () => {
    const call = () =>
      client.services.signal.record({ items: [about({ entity: { name: 'Again' } }, 'Again')] }, 'again');
    const first = await call();
    await leaveUnanswered(gateway, client, 'again');
    // Some time later.
    const signals = gateway.mongo.db.collection<{ _id: string }>('signals');
    const before = new Date(Date.now() - 60_000);
    await signals.updateMany({ title: 'Again' }, { $set: { occurredAt: before, createdAt: before } });
    expect(await call()).toEqual(first.map((signal) => ({ ...signal, occurredAt: before, createdAt: before })));
  });
});
