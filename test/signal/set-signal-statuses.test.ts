import { beforeAll, describe, expect, test } from 'vitest';
import { SetSignalStatusesDocument, type SignalStatus, type SignalStatusItem } from '../../schema/generated/graphql.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { about, companyId, entitiesOf, personId, recorded } from './signal.helpers.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const set = async (items: SignalStatusItem[], as = client) =>
  (await as.run(SetSignalStatusesDocument, { input: { items } })).setSignalStatuses;
const changed = async (items: SignalStatusItem[], as = client) =>
  expectType(await set(items, as), 'SetSignalStatusesPayload');

const newEntity = (as = client) => companyId(as, { name: 'Acme' });
async function newEntities(count: number, as = client): Promise<string[]> {
  const signals = await recorded(
    as,
    Array.from({ length: count }, (_, n) => about({ person: { name: `Person ${n}` } })),
  );
  return signals.flatMap(({ personEntityId }) => personEntityId ?? []);
}

describe('setSignalStatuses', () => {
  test('sets statuses of people and companies and answers them', async () => {
    const [company, person] = [await newEntity(), await personId(client, { name: 'Jane' })];
    const before = Date.now();
    const payload = await changed([
      { entityId: person, status: 'CONTACTED' },
      { entityId: company, status: 'DISMISSED' },
    ]);
    expect(payload).toEqual({
      __typename: 'SetSignalStatusesPayload',
      updated: [person, company],
      errors: [],
      entities: [
        { id: person, name: 'Jane', status: 'CONTACTED', statusChangedAt: expect.any(String) },
        { id: company, name: 'Acme', status: 'DISMISSED', statusChangedAt: expect.any(String) },
      ],
    });
    for (const { statusChangedAt } of payload.entities) {
      expect(Date.parse(statusChangedAt ?? '')).toBeGreaterThanOrEqual(before);
    }
  });

  test('sets 200 mixed statuses with two commands', async () => {
    const ids = await newEntities(200);
    const statuses: SignalStatus[] = ['CONTACTED', 'DISMISSED', 'NEW'];
    const items = ids.map((entityId, n): SignalStatusItem => ({ entityId, status: statuses[n % 3] ?? 'NEW' }));
    let payload: Awaited<ReturnType<typeof changed>> | undefined;
    const commands = await gateway.commandsOf(async () => {
      payload = await changed(items);
    });
    expect(commands).toEqual(['update', 'find']);
    expect(payload?.updated).toEqual(ids);
    expect(payload?.entities.map(({ id, status }) => ({ entityId: id, status }))).toEqual(items);
  });

  test('sends no command when no id can be one', async () => {
    const commands = await gateway.commandsOf(async () => {
      expect(await changed([{ entityId: 'nope', status: 'NEW' }])).toMatchObject({
        updated: [],
        entities: [],
        errors: [{ id: 'nope', error: 'invalid_id' }],
      });
    });
    expect(commands).toEqual([]);
  });

  test('allows every transition', async () => {
    const id = await newEntity();
    const walk: SignalStatus[] = [
      'CONTACTED',
      'DISMISSED',
      'CONTACTED',
      'NEW',
      'DISMISSED',
      'NEW',
      'CONTACTED',
      'CONTACTED',
    ];
    for (const status of walk) {
      expect((await changed([{ entityId: id, status }])).entities).toMatchObject([{ id, status }]);
    }
  });

  test('moves statusChangedAt and updatedAt only when the status changes', async () => {
    const own = await gateway.client();
    const id = await newEntity(own);
    await changed([{ entityId: id, status: 'NEW' }], own);
    const [fresh] = await entitiesOf(own);
    expect(fresh).toMatchObject({ status: 'NEW', statusChangedAt: null, updatedAt: fresh?.createdAt });
    await changed([{ entityId: id, status: 'CONTACTED' }], own);
    const [contacted] = await entitiesOf(own);
    expect(contacted?.statusChangedAt).toBe(contacted?.updatedAt);
    await changed([{ entityId: id, status: 'CONTACTED' }], own);
    expect(await entitiesOf(own)).toEqual([contacted]);
  });

  test('counts a repeated id once, where it first appears, and its last status wins', async () => {
    const [one, two] = [await newEntity(), await newEntity()];
    const payload = await changed([
      { entityId: one, status: 'CONTACTED' },
      { entityId: two, status: 'DISMISSED' },
      { entityId: one.toUpperCase(), status: 'NEW' },
      { entityId: one, status: 'DISMISSED' },
      { entityId: two, status: 'CONTACTED' },
    ]);
    expect(payload).toMatchObject({
      updated: [one, two],
      errors: [],
      entities: [
        { id: one, status: 'DISMISSED' },
        { id: two, status: 'CONTACTED' },
      ],
    });
  });

  test('finds entities by upper-case ids and answers them as they are', async () => {
    const id = await newEntity();
    expect(await changed([{ entityId: id.toUpperCase(), status: 'CONTACTED' }])).toMatchObject({
      updated: [id],
      errors: [],
    });
  });

  test('answers unknown, foreign and malformed ids, as given and in their order, and sets the others', async () => {
    const id = await newEntity();
    const stranger = await gateway.client();
    const foreign = await newEntity(stranger);
    const unknown = newUuid().toUpperCase();
    const [signal] = await recorded(client, [about({ entity: { name: 'Not an entity' } })]);
    const ids = [unknown, 'Not A Uuid', foreign, id, '', signal?.id ?? '', 'Not A Uuid', unknown, ` ${id}`];
    const payload = await changed(ids.map((entityId) => ({ entityId, status: 'CONTACTED' })));
    expect(payload).toMatchObject({
      updated: [id],
      entities: [{ id, status: 'CONTACTED' }],
      errors: [
        { id: unknown, error: 'not_found' },
        { id: 'Not A Uuid', error: 'invalid_id' },
        { id: foreign, error: 'not_found' },
        { id: '', error: 'invalid_id' },
        { id: signal?.id, error: 'not_found' },
        { id: ` ${id}`, error: 'invalid_id' },
      ],
    });
    expect(await entitiesOf(stranger)).toMatchObject([{ id: foreign, status: 'NEW', statusChangedAt: null }]);
  });

  test('shows in every signal that speaks of the entity, in the same operation too', async () => {
    const own = await gateway.client();
    const jane = { name: 'Jane', email: 'jane@shared.example' };
    const acme = { name: 'Acme', domain: 'shared.example' };
    const [first] = await recorded(own, [
      about({ entity: acme, person: jane }, 'Both'),
      about({ person: jane }, 'Jane alone'),
      about({ entity: acme }, 'Acme alone'),
    ]);
    const mutation = `
      mutation ($early: SetSignalStatusesInput!, $items: SetSignalStatusesInput!, $signals: RecordSignalsInput!) {
        early: setSignalStatuses(input: $early) { __typename }
        before: recordSignals(input: $signals) { ...Statuses }
        setSignalStatuses(input: $items) { ... on SetSignalStatusesPayload { updated } }
        after: recordSignals(input: $signals) { ...Statuses }
      }
      fragment Statuses on RecordSignalsPayload { signals { entityStatus personEntityStatus } }
    `;
    const { data } = await own.send(mutation, {
      early: { items: [{ entityId: first?.entityId, status: 'DISMISSED' }] },
      items: { items: [{ entityId: first?.personEntityId, status: 'CONTACTED' }] },
      signals: { items: [about({ entity: acme, person: jane }, 'Again')] },
    });
    expect(data).toMatchObject({
      before: { signals: [{ entityStatus: 'DISMISSED', personEntityStatus: 'NEW' }] },
      after: { signals: [{ entityStatus: 'DISMISSED', personEntityStatus: 'CONTACTED' }] },
    });
    const all = await own.send('query { signals { nodes { title entityStatus personEntityStatus } } }');
    expect(all.data?.signals).toEqual({
      nodes: expect.arrayContaining([
        { title: 'Both', entityStatus: 'DISMISSED', personEntityStatus: 'CONTACTED' },
        { title: 'Jane alone', entityStatus: null, personEntityStatus: 'CONTACTED' },
        { title: 'Acme alone', entityStatus: 'DISMISSED', personEntityStatus: null },
      ]),
    });
  });

  test('leaves every entity in one of the statuses that raced', async () => {
    const own = await gateway.client();
    const ids = await newEntities(50, own);
    const statuses: SignalStatus[] = ['CONTACTED', 'DISMISSED'];
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        changed(
          ids.map((entityId) => ({ entityId, status: statuses[n % 2] ?? 'NEW' })),
          own,
        ),
      ),
    );
    for (const { updated, errors } of results) expect({ updated, errors }).toEqual({ updated: ids, errors: [] });
    for (const { status, statusChangedAt } of await entitiesOf(own)) {
      expect(statuses).toContain(status);
      expect(statusChangedAt).not.toBeNull();
    }
  });

  test.each([
    ['no items', 0, 'too_small'],
    ['201 items', 201, 'too_big'],
  ])('refuses %s and sets nothing', async (_what, count, code) => {
    const own = await gateway.client();
    const id = await newEntity(own);
    const items = Array.from({ length: count }, (): SignalStatusItem => ({ entityId: id, status: 'CONTACTED' }));
    const error = expectType(await set(items, own), 'InvalidInputError');
    expect(error.issues).toEqual([{ path: ['input', 'items'], message: 'Must have 1 to 200 items', code }]);
    expect(await entitiesOf(own)).toMatchObject([{ status: 'NEW' }]);
  });
});
