import {
  CreateLeadDocument,
  type CreateLeadInput,
  type Lead,
  UpdateLeadDocument,
  type UpdateLeadInput,
} from '../../schema/generated/graphql.ts';
import { expectType, type TestClient } from '../support/gateway.ts';

/** All that a lead itself holds, as a client reads it. */
export type WholeLead = Omit<Lead, '__typename' | 'workspaceId' | 'prospects' | 'signals'>;

const wholeLead = `
  id type version name { full short aliases first last } title company { name id domain }
  location { city state country raw } socials { url } contacts { value kind } email phone domain industry size
  status source sources { provider id } attributes metadata raw identityKeys { kind value } lists { id name }
  createdAt updatedAt`;

export type LeadCalls = ReturnType<typeof leadCalls>;

/** The calls that tests of leads make again and again. */
export function leadCalls(client: TestClient) {
  const tryCreate = async (input: CreateLeadInput) => (await client.run(CreateLeadDocument, { input })).createLead;
  const tryUpdate = async (input: UpdateLeadInput) => (await client.run(UpdateLeadDocument, { input })).updateLead;

  async function find(id: string): Promise<WholeLead | null> {
    const { data, errors } = await client.send(`query($id: ID!) { lead(id: $id) { ${wholeLead} } }`, { id });
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return (data?.lead ?? null) as WholeLead | null;
  }

  async function read(id: string): Promise<WholeLead> {
    const lead = await find(id);
    if (lead === null) throw new Error(`There is no lead ${id}`);
    return lead;
  }

  return {
    tryCreate,
    tryUpdate,
    find,
    read,
    /** Creates a lead or merges into one; fails on anything but success. */
    create: async (input: CreateLeadInput) => expectType(await tryCreate(input), 'CreateLeadPayload'),
    /** Creates a lead and reads all of it. */
    async created(input: CreateLeadInput): Promise<WholeLead> {
      return read(expectType(await tryCreate(input), 'CreateLeadPayload').lead.id);
    },
    /** Updates a lead and reads all of it; fails on anything but success. */
    async updated(input: UpdateLeadInput): Promise<WholeLead> {
      return read(expectType(await tryUpdate(input), 'UpdateLeadPayload').lead.id);
    },
    /** The paths and codes of the rules that an update breaks. */
    async issuesOf(input: UpdateLeadInput): Promise<string[]> {
      const { issues } = expectType(await tryUpdate(input), 'InvalidInputError');
      return issues.map(({ path, code }) => `${path.join('.')} ${code}`);
    },
  };
}

let people = 0;

/** A person like no other: its email is its identifier. */
export function person(more: Partial<CreateLeadInput> = {}): CreateLeadInput {
  people += 1;
  return { type: 'PERSON', name: { full: 'Jane Doe' }, email: `jane.${people}@acme.com`, ...more };
}

/** A company like no other: its domain is its identifier. */
export function company(more: Partial<CreateLeadInput> = {}): CreateLeadInput {
  people += 1;
  return { type: 'COMPANY', name: { full: 'Acme Inc.' }, domain: `acme-${people}.com`, ...more };
}
