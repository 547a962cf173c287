import {
  AddCampaignLeadsDocument,
  CreateCampaignDocument,
  CreateLeadDocument,
  type CreateLeadInput,
  CreateLeadListDocument,
  DismissDuplicateDocument,
  LaunchCampaignDocument,
  MergeLeadsDocument,
  PauseCampaignDocument,
  RecordSignalsDocument,
  SetIdentityRulesDocument,
  SetSignalStatusesDocument,
  StartDuplicateScanDocument,
  UpdateCampaignLeadDocument,
} from '../../schema/generated/graphql.ts';
import { createScanWorker } from '../../src/duplicates/scan.worker.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createRekeyWorker } from '../../src/workspace/rekey.worker.ts';
import { restAs } from '../rest/rest-client.ts';
import { expectType, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type Side, shared, text } from './values.ts';

/** The kinds of things with an id of their own. */
export type ThingKind = 'lead' | 'list' | 'campaign' | 'prospect' | 'signal' | 'entity' | 'scan' | 'merge';

/** Ids of one workspace: one of every sort that answers may treat unlike the others. The first is the usual one. */
export type Things = Record<ThingKind, readonly [string, ...string[]]>;

/** A workspace as a test needs it. */
export interface WorkspaceData {
  things: Things;
  /** Things beside those: what a call is about while another of its arguments is tried. */
  beside: { person: string; company: string; prospect: string; newcomer: string };
}

/** Fills a workspace through the gateway: all kinds of things, all links between them, all fields with a text. */
export async function fillWorkspace(gateway: TestGateway, client: TestClient, side: Side): Promise<WorkspaceData> {
  const say = (what: Parameters<typeof text>[0]) => text(what, side);
  const json = { [say('jsonKey')]: say('jsonValue') };

  async function createList(name: string): Promise<string> {
    const { createLeadList } = await client.run(CreateLeadListDocument, { input: { name } });
    return expectType(createLeadList, 'CreateLeadListPayload').list.id;
  }
  async function createLead(input: CreateLeadInput): Promise<string> {
    const { createLead } = await client.run(CreateLeadDocument, { input });
    return expectType(createLead, 'CreateLeadPayload').lead.id;
  }
  async function createCampaign(name: string, leadIds: string[]) {
    const { createCampaign } = await client.run(CreateCampaignDocument, { input: { name } });
    const { id } = expectType(createCampaign, 'CreateCampaignPayload').campaign;
    const { addCampaignLeads } = await client.run(AddCampaignLeadsDocument, { input: { campaignId: id, leadIds } });
    const { prospects } = expectType(addCampaignLeads, 'AddCampaignLeadsPayload');
    return { id, prospects: prospects.map((prospect) => prospect.id) };
  }

  const list = await createList(say('listName'));
  const listIds = [list, await createList(`${say('listName')} more`)];
  await createList(shared.listName);
  const company = await createLead({
    type: 'COMPANY',
    name: { full: say('companyName') },
    domain: say('domain'),
    socials: [{ url: say('companyPage') }],
    industry: say('industry'),
    listIds,
  });
  const otherCompany = await createLead({ type: 'COMPANY', name: { full: 'Other' }, domain: say('otherDomain') });
  const lead = await createLead({
    type: 'PERSON',
    name: {
      full: say('leadName'),
      short: say('shortName'),
      first: say('firstName'),
      last: say('lastName'),
      aliases: [say('alias')],
    },
    title: 'Title of before',
    company: { name: say('companyName'), id: company, domain: say('domain') },
    location: { city: say('city'), state: say('state'), country: say('country'), raw: say('place') },
    socials: [{ url: say('linkedin') }, { url: shared.linkedin }],
    contacts: [{ value: say('email') }, { value: shared.email }, { value: say('phone') }, { value: shared.phone }],
    size: say('size'),
    source: say('source'),
    sources: [
      { provider: 'apollo', id: say('recordId') },
      { provider: say('provider'), id: '1001' },
      { provider: 'apollo', id: shared.recordId },
    ],
    attributes: json,
    metadata: json,
    raw: json,
    listIds,
  });
  // Found by its email, so that it has a history of more than its beginning.
  await createLead({ type: 'PERSON', name: { full: say('leadName') }, email: say('email'), title: say('title') });
  const person = await createLead({
    type: 'PERSON',
    name: { full: 'Second' },
    email: say('secondEmail'),
    listIds: [list],
  });
  const newcomer = await createLead({ type: 'PERSON', name: { full: 'Third' }, email: say('thirdEmail'), listIds });
  for (const phone of [say('phone'), shared.phone]) {
    await createLead({ type: 'PERSON', name: { full: say('leadName') }, phone });
  }
  await createLead({
    type: 'COMPANY',
    name: { full: 'Shared' },
    domain: shared.domain,
    socials: [{ url: shared.companyPage }],
  });
  const send = restAs(gateway, client);
  for (const key of [say('idempotencyKey'), shared.idempotencyKey]) {
    await send('POST', '/api/leads', { name: { full: say('alias') } }, { 'idempotency-key': key });
  }

  const draft = await createCampaign(say('campaignName'), [lead, person]);
  const active = await createCampaign('Active', [lead, newcomer]);
  const paused = await createCampaign('Paused', [lead]);
  const [first = '', second = ''] = draft.prospects;
  const updates = { headline: say('headline'), position: say('position') };
  await client.run(UpdateCampaignLeadDocument, { input: { campaignId: draft.id, prospectId: first, updates } });
  for (const { id } of [active, paused]) await client.run(LaunchCampaignDocument, { input: { campaignId: id } });
  await client.run(PauseCampaignDocument, { input: { campaignId: paused.id } });

  const about = { kind: say('signalKind'), title: say('signalTitle'), url: say('url') };
  const somebody = { name: say('entityName'), email: say('email'), linkedinUrl: say('linkedin') };
  const business = {
    name: say('companyName'),
    email: say('companyEmail'),
    domain: say('domain'),
    linkedinUrl: say('companyPage'),
  };
  const { recordSignals } = await client.run(RecordSignalsDocument, {
    input: {
      items: [
        { ...about, person: somebody, entity: business },
        { kind: 'news', title: 'News of the person', person: somebody },
        { kind: 'news', title: 'News of the company', entity: business },
        {
          kind: 'news',
          title: 'News of both',
          person: { name: 'Shared', email: shared.email, linkedinUrl: shared.linkedin },
        },
        { kind: 'news', title: 'More of them', person: { name: 'Shared', email: shared.email } },
        {
          kind: 'news',
          title: 'News of a company',
          entity: {
            name: 'Shared',
            email: shared.companyEmail,
            domain: shared.domain,
            linkedinUrl: shared.companyPage,
          },
        },
      ],
    },
  });
  const { signals } = expectType(recordSignals, 'RecordSignalsPayload');
  const { id: signal = '', entityId: entity, personEntityId } = signals[0] ?? {};
  const sharedEntity = signals[3]?.personEntityId;
  if (entity == null || personEntityId == null || sharedEntity == null) throw new Error('Signals have no entities');
  const status = side === 'mine' ? 'CONTACTED' : 'DISMISSED';
  await client.run(SetSignalStatusesDocument, { input: { items: [{ entityId: personEntityId, status }] } });

  const loser = await createLead({ type: 'PERSON', name: { full: say('alias') }, email: say('loserEmail') });
  await createLead({ type: 'PERSON', name: { full: say('alias') }, email: say('loserEmail'), title: say('position') });
  const { mergeLeads } = await client.run(MergeLeadsDocument, { input: { winnerId: lead, loserIds: [loser] } });
  const { mergeId } = expectType(mergeLeads, 'MergeLeadsPayload');
  // Written since the merge, so that its undoing has something to keep.
  await createLead({ type: 'PERSON', name: { full: say('leadName') }, email: say('email'), size: say('size') });
  await createLead({
    type: 'PERSON',
    name: { full: say('leadName') },
    email: say('loserEmail'),
    metadata: { ...json, since: 1 },
  });
  await changeRules(gateway, client, createLead);
  const scan = await scanForDuplicates(gateway, client);
  await client.run(DismissDuplicateDocument, { leadIds: [lead, person] });

  return {
    things: {
      lead: [lead, company, loser],
      list: [list],
      campaign: [draft.id, active.id],
      prospect: [first, active.prospects[0] ?? ''],
      signal: [signal],
      entity: [sharedEntity, personEntityId, entity],
      scan: [scan],
      merge: [mergeId ?? ''],
    },
    beside: { person, company: otherCompany, prospect: second, newcomer },
  };
}

/** Finds the pairs of leads that may be the same; answers the id of the scan. */
async function scanForDuplicates({ stores }: TestGateway, client: TestClient): Promise<string> {
  const { startDuplicateScan } = await client.run(StartDuplicateScanDocument, {});
  const { id } = expectType(startDuplicateScan, 'DuplicateScanPayload').scan;
  const { scans, leads } = stores;
  await createScanWorker({ scans, leads, clock: systemClock, newId: newUuid, onError: () => {} }).runDue();
  return id;
}

/** Says that an address of a function identifies persons here, which makes two leads of one address collide. */
async function changeRules(
  { stores }: TestGateway,
  client: TestClient,
  createLead: (input: CreateLeadInput) => Promise<string>,
): Promise<void> {
  for (const full of ['First', 'Second', 'Third']) {
    await createLead({ type: 'PERSON', name: { full }, email: 'info@mailhost.com' });
  }
  const { setIdentityRules } = await client.run(SetIdentityRulesDocument, {
    input: {
      blocked: [{ kind: 'EMAIL', value: 'blocked@mailhost.com' }],
      roleWords: { removed: ['info'] },
      providers: [{ name: 'crm', aliases: ['crm.com'] }],
    },
  });
  expectType(setIdentityRules, 'SetIdentityRulesPayload');
  const { rekeys, leads } = stores;
  const clock = () => new Date(Date.now() + 60 * 60 * 1000);
  await createRekeyWorker({ rekeys, leads, clock, newId: newUuid, onError: () => {} }).runDue();
}
