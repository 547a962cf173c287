import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreateLeadInput, UpdateLeadInput } from '../../../src/lead/lead.rules.ts';
import type { SignalStatus } from '../../../src/signal/signal.ts';
import { toInnerInput } from '../data/inner.ts';
import { companyKeyOf, firstContact, pageCursor, shownKey } from './commands.ts';
import { announce, openBench } from './serving.ts';

// The least that can be done: node:http, the driver with the same commands, JSON.stringify of the same answer.

const commands = await openBench();

const upper = (text: string) => text.toUpperCase();

async function lead({ id }: { id: string }) {
  const [row] = await commands.leadsByIds([id]);
  if (row === undefined) return { lead: null };
  const { type, version, name, title, status, industry, size, source, company, location } = row;
  return {
    lead: {
      id: `lead_${row._id.toHexString()}`,
      type: upper(type),
      version,
      name,
      title,
      email: firstContact(row, 'email'),
      phone: firstContact(row, 'phone'),
      status: upper(status),
      industry,
      size,
      source,
      company: company && { name: company.name, id: company.id, domain: company.domain },
      location,
      socials: row.socials.map(({ url }) => ({ url })),
      contacts: row.contacts.map(({ value, kind }) => ({ value, kind: upper(kind) })),
      sources: row.sources.map(({ provider, id }) => ({ provider, id })),
      attributes: row.attributes,
      metadata: row.metadata,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
    },
  };
}

async function page({ first }: { first: number }) {
  const rows = await commands.newestLeads(first);
  const shown = rows.slice(0, first);
  const keys = new Set(shown.flatMap((row) => companyKeyOf(row) ?? []));
  const listIds = new Map(shown.flatMap(({ listIds }) => listIds.map((id) => [id.toHexString(), id] as const)));
  const ids = shown.map(({ _id }) => `lead_${_id.toHexString()}`);
  const [lists, companies, prospects] = await Promise.all([
    commands.listsByIds([...listIds.values()]),
    commands.companiesByKeys([...keys]),
    commands.prospectsOfLeads(ids, 3),
  ]);
  const campaignIds = new Set([...prospects.values()].flatMap((rows) => rows.map(({ campaignId }) => campaignId)));
  const campaigns = new Map((await commands.campaignsByIds([...campaignIds])).map((row) => [row._id, row]));
  const listOf = new Map(lists.map((row) => [row._id.toHexString(), row]));
  const companyOf = new Map(companies.flatMap((row) => row.identityKeys.map((key) => [key, row] as const)));
  const last = shown.at(-1);
  return {
    leads: {
      pageInfo: { hasNextPage: rows.length > first, endCursor: last === undefined ? null : pageCursor(last) },
      edges: shown.map((row, at) => {
        const { company } = row;
        const employer = companyOf.get(companyKeyOf(row) ?? '');
        return {
          node: {
            id: ids[at],
            type: upper(row.type),
            name: { full: row.name.full },
            title: row.title,
            email: firstContact(row, 'email'),
            status: upper(row.status),
            createdAt: row.createdAt,
            lists: row.listIds.flatMap((id) => {
              const list = listOf.get(id.toHexString());
              return list === undefined ? [] : [{ id: `list_${id.toHexString()}`, name: list.name }];
            }),
            company: company && {
              name: company.name,
              domain: company.domain,
              lead:
                employer === undefined
                  ? null
                  : {
                      id: `lead_${employer._id.toHexString()}`,
                      name: { full: employer.name.full },
                      industry: employer.industry,
                    },
            },
            prospects: {
              edges: (prospects.get(ids[at] ?? '') ?? []).map(({ _id, status, campaignId }) => {
                const campaign = campaigns.get(campaignId);
                return {
                  node: {
                    id: _id,
                    status,
                    campaign: campaign && { id: campaign._id, name: campaign.name, status: upper(campaign.status) },
                  },
                };
              }),
            },
          },
        };
      }),
    },
  };
}

async function createLead({ input }: { input: never }) {
  const { lead, outcome, matched } = await commands.createLead(toInnerInput(input) as unknown as CreateLeadInput);
  return {
    createLead: {
      __typename: 'CreateLeadPayload',
      outcome: upper(outcome),
      matchedKeys: matched.flatMap((key) => shownKey(key) ?? []),
      lead: {
        id: `lead_${lead._id.toHexString()}`,
        type: upper(lead.type),
        version: lead.version,
        name: { full: lead.name.full, first: lead.name.first, last: lead.name.last },
        title: lead.title,
        email: firstContact(lead, 'email'),
        phone: firstContact(lead, 'phone'),
        status: upper(lead.status),
        company: lead.company && { name: lead.company.name, domain: lead.company.domain },
        identityKeys: lead.identityKeys.flatMap((key) => shownKey(key) ?? []),
        attributes: lead.attributes,
        metadata: lead.metadata,
        createdAt: lead.createdAt,
      },
    },
  };
}

async function updateLead({ input }: { input: UpdateLeadInput }) {
  const lead = await commands.updateLead(input);
  if (lead === null) throw new Error('There is no such lead');
  return {
    updateLead: {
      __typename: 'UpdateLeadPayload',
      lead: {
        id: `lead_${lead._id.toHexString()}`,
        version: lead.version,
        name: { full: lead.name.full },
        title: lead.title,
        email: firstContact(lead, 'email'),
        status: upper(lead.status),
        metadata: lead.metadata,
        updatedAt: lead.updatedAt,
      },
    },
  };
}

async function setSignalStatuses({ input }: { input: { items: { entityId: string; status: string }[] } }) {
  const wanted = new Map(input.items.map(({ entityId, status }) => [entityId, status.toLowerCase() as SignalStatus]));
  const rows = await commands.setStatuses(wanted);
  const found = new Set(rows.map(({ _id }) => _id));
  return {
    setSignalStatuses: {
      __typename: 'SetSignalStatusesPayload',
      updated: rows.map(({ _id }) => _id),
      errors: [...wanted.keys()].flatMap((id) => (found.has(id) ? [] : [{ id, error: 'not_found' }])),
      entities: rows.map(({ _id, name, status }) => ({ id: _id, name, status: upper(status) })),
    },
  };
}

/** `POST /api/leads` in the shape of REST. */
async function createByRest(body: CreateLeadInput) {
  const { lead: row, outcome } = await commands.createLead(body, { ...commands.author, door: 'rest' });
  const { full, short, aliases, first, last } = row.name;
  const lead = {
    id: `lead_${row._id.toHexString()}`,
    type: row.type,
    name: { full, short, aliases, first, last },
    lists: [],
    sources: row.sources.map(({ id }) => ({ id })),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    location: row.location ?? { city: null, state: null, country: null, raw: null },
    socials: row.socials.map(({ url }) => ({ url })),
    contacts: row.contacts.map(({ value }) => ({ value })),
    attributes: row.attributes,
    raw: row.raw ?? {},
    title: row.title,
    company: { name: row.company?.name ?? null, id: row.company?.id ?? null, domain: row.company?.domain ?? null },
  };
  return { status: outcome === 'created' ? 201 : 200, answer: { lead } };
}

const operations: Record<string, (variables: never) => Promise<unknown>> = {
  Lead: lead,
  LeadPage: page,
  CreateLead: createLead,
  UpdateLead: updateLead,
  SetSignalStatuses: setSignalStatuses,
};

async function answerTo(path: string | undefined, text: string): Promise<{ status: number; answer: unknown }> {
  const body = JSON.parse(text);
  if (path === '/api/leads') return createByRest(body);
  return { status: 200, answer: { data: await operations[body.operationName]?.(body.variables as never) } };
}

async function send(request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
  try {
    const { status, answer } = await answerTo(request.url, text);
    const body = JSON.stringify(answer);
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  } catch (error) {
    process.stderr.write(`${error}\n`);
    response.writeHead(500).end();
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => void send(request, response, Buffer.concat(chunks).toString('utf8')));
});
server.listen(0, '127.0.0.1', () => announce((server.address() as AddressInfo).port));
