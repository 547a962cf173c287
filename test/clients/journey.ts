import { expect } from 'vitest';
import {
  CreateLeadDocument,
  LeadDocument,
  type LeadFilter,
  SetSignalStatusesDocument,
  TypedDocumentString,
  UpdateCampaignLeadDocument,
  UpdateLeadDocument,
} from '../../schema/generated/graphql.ts';
import { addOne, newCampaign } from '../campaign/campaign.helpers.ts';
import { companyId } from '../signal/signal.helpers.ts';
import { expectType } from '../support/gateway.ts';
import type { ServedGateway } from './served.ts';

/** Sends one of the published operations with the client that is being tried. */
export type Run = <TResult, TVariables extends Record<string, unknown>>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
) => Promise<TResult>;

/** The four mutations, each seen in its answer and afterwards in what the gateway holds. */
export async function runFourMutations({ client }: ServedGateway, run: Run): Promise<void> {
  const email = 'jane.doe@acme.example';
  const name = { full: 'Jane Doe' };
  const create = async (input: { title?: string; metadata: Record<string, unknown> }) =>
    expectType(
      (await run(CreateLeadDocument, { input: { type: 'PERSON', name, email, ...input } })).createLead,
      'CreateLeadPayload',
    );
  const created = await create({ metadata: { score: 42 } });
  expect(created).toMatchObject({ outcome: 'CREATED', matchedKeys: [], lead: { email, version: 1, title: null } });
  const merged = await create({ title: 'VP Sales', metadata: { utm: { source: 'webinar' } } });
  expect(merged).toMatchObject({ outcome: 'MERGED', matchedKeys: [{ kind: 'EMAIL', value: email }] });
  expect(merged.lead).toMatchObject({ id: created.lead.id, version: 2, title: 'VP Sales' });

  const { id } = created.lead;
  const metadata = { utm: { source: null, campaign: 'spring' } };
  const input = { id, expectedVersion: 2, status: 'QUALIFIED', metadata } as const;
  const updated = expectType((await run(UpdateLeadDocument, { input })).updateLead, 'UpdateLeadPayload');
  expect(updated.lead).toMatchObject({ status: 'QUALIFIED', metadata: { score: 42, utm: { campaign: 'spring' } } });
  expect((await client.run(LeadDocument, { id })).lead).toMatchObject({ version: 3, status: 'QUALIFIED', email });

  const { id: campaignId } = await newCampaign(client);
  const { id: prospectId } = await addOne(client, campaignId, { id });
  const updates = { headline: 'Sells', lastName: 'Roe' };
  const edited = await run(UpdateCampaignLeadDocument, { input: { campaignId, prospectId, updates } });
  const { prospect } = expectType(edited.updateCampaignLead, 'UpdateCampaignLeadPayload');
  expect(prospect).toMatchObject({ id: prospectId, campaignId, headline: 'Sells', name: 'Jane Roe', email });

  const entityId = await companyId(client, { name: 'Acme', domain: 'acme.example' });
  const unknown = '01890000-0000-7000-8000-000000000000';
  const items = [entityId, unknown].map((id) => ({ entityId: id, status: 'CONTACTED' as const }));
  const set = await run(SetSignalStatusesDocument, { input: { items } });
  expect(expectType(set.setSignalStatuses, 'SetSignalStatusesPayload')).toMatchObject({
    updated: [entityId],
    errors: [{ id: unknown, error: 'not_found' }],
    entities: [{ id: entityId, name: 'Acme', status: 'CONTACTED' }],
  });
}

/** What a mutation answers that cannot be done: a type of its result, never an exception. */
export async function meetRefusals({ client }: ServedGateway, run: Run): Promise<void> {
  const broken = await run(CreateLeadDocument, { input: { type: 'PERSON', name: { full: '' } } });
  expect(expectType(broken.createLead, 'InvalidInputError')).toMatchObject({
    code: 'INVALID_INPUT',
    issues: [{ path: ['input', 'name', 'full'] }],
  });
  const unknown = 'lead_000000000000000000000000';
  const missing = await run(UpdateLeadDocument, { input: { id: unknown } });
  expect(expectType(missing.updateLead, 'NotFoundError')).toMatchObject({ code: 'NOT_FOUND', id: unknown });
  const { lead } = await client.services.lead.create({ type: 'person', name: { full: 'Max Roe' } });
  const stale = await run(UpdateLeadDocument, { input: { id: lead.id, expectedVersion: 7, title: 'CEO' } });
  expect(expectType(stale.updateLead, 'VersionConflictError')).toMatchObject({
    code: 'VERSION_CONFLICT',
    lead: { id: lead.id, version: 1 },
  });
}

interface Sources {
  leads: { nodes: { id: string; sources: { provider: string; id: string }[] }[] };
}

/** Two leads whose sources share an id, each under a provider of its own: a cache must not take them for one. */
export const sameIds = {
  filter: { source: 'same ids' },
  document: new TypedDocumentString<Sources, { filter: LeadFilter }>(`
    query Sources($filter: LeadFilter) {
      leads(filter: $filter) {
        nodes {
          id
          sources {
            provider
            id
          }
        }
      }
    }
  `),
  async create({ client }: ServedGateway): Promise<void> {
    for (const provider of ['crm', 'sheet']) {
      const sources = [{ provider, id: '7' }];
      await client.services.lead.create({ type: 'person', name: { full: provider }, source: 'same ids', sources });
    }
  },
  expect({ leads }: Sources): void {
    expect(leads.nodes.map(({ sources }) => sources)).toMatchObject([
      [{ provider: 'sheet', id: '7' }],
      [{ provider: 'crm', id: '7' }],
    ]);
  },
};

/** The leads that the tests of pages walk through, oldest first, and the filter that finds them. */
export const paged = {
  emails: Array.from({ length: 23 }, (_, n) => `page.${n}@pages.example`),
  filter: { source: 'pages' },
  newestFirst(): string[] {
    return this.emails.toReversed();
  },
};

/** Makes the leads of `paged`, each created after the one before it. */
export async function createPagedLeads({ client }: ServedGateway): Promise<void> {
  for (const email of paged.emails) {
    await client.services.lead.create({ type: 'person', name: { full: email }, email, source: paged.filter.source });
  }
}
