import {
  RecordSignalsDocument,
  type SignalEntityInput,
  type SignalInput,
  type SignalStatus,
  TypedDocumentString,
} from '../../schema/generated/graphql.ts';
import { expectType, type TestClient } from '../support/gateway.ts';

/** A signal about somebody, in as few words as the schema allows. */
export function about(who: { entity?: SignalEntityInput; person?: SignalEntityInput }, title = 'In the news') {
  return { kind: 'news', title, ...who } satisfies SignalInput;
}

export const record = async (client: TestClient, items: SignalInput[]) =>
  (await client.run(RecordSignalsDocument, { input: { items } })).recordSignals;

export const recorded = async (client: TestClient, items: SignalInput[]) =>
  expectType(await record(client, items), 'RecordSignalsPayload').signals;

/** Records one signal about a company; answers the entity's id. */
export async function companyId(client: TestClient, entity: SignalEntityInput): Promise<string> {
  const [signal] = await recorded(client, [about({ entity })]);
  return known(signal?.entityId);
}

/** Records one signal about a person; answers the entity's id. */
export async function personId(client: TestClient, person: SignalEntityInput): Promise<string> {
  const [signal] = await recorded(client, [about({ person })]);
  return known(signal?.personEntityId);
}

export function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('Expected a value');
  return value;
}

export interface Entity {
  id: string;
  type: 'PERSON' | 'COMPANY';
  name: string;
  status: SignalStatus;
  statusChangedAt: string | null;
  email: string | null;
  linkedinUrl: string | null;
  domain: string | null;
  createdAt: string;
  updatedAt: string;
  signals: { totalCount: number };
}

const Entities = new TypedDocumentString<{ signalEntities: { nodes: Entity[] } }, Record<string, never>>(`
  query Entities {
    signalEntities(first: 100) {
      nodes { id type name status statusChangedAt email linkedinUrl domain createdAt updatedAt signals { totalCount } }
    }
  }
`);

/** Up to 100 entities of the client's workspace, in the order they were made. */
export const entitiesOf = async (client: TestClient): Promise<Entity[]> =>
  (await client.run(Entities, {})).signalEntities.nodes.toReversed();
