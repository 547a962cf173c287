import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import type { ObjectId } from 'mongodb';
import type { LeadDocument } from '../../../src/lead/lead.document.store.ts';
import { type CampaignRow, type Commands, companyKeyOf, type ListRow, type ProspectRow } from './commands.ts';
import { resolversOver, typeDefs } from './resolvers.ts';
import { announce, openBench } from './serving.ts';

// Apollo Server as its documentation has it: standalone, resolvers, DataLoaders made for each request.

const commands = await openBench();

type Context = ReturnType<typeof createLoaders>;

function createLoaders(from: Commands) {
  const pages = new Map<number, DataLoader<string, ProspectRow[]>>();
  return {
    leads: new DataLoader<string, LeadDocument | null>(async (ids) => {
      const found = new Map((await from.leadsByIds(ids)).map((row) => [`lead_${row._id.toHexString()}`, row]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    lists: new DataLoader<ObjectId, ListRow | null, string>(
      async (ids) => {
        const found = new Map((await from.listsByIds(ids)).map((row) => [row._id.toHexString(), row]));
        return ids.map((id) => found.get(id.toHexString()) ?? null);
      },
      { cacheKeyFn: (id) => id.toHexString() },
    ),
    companies: new DataLoader<string, LeadDocument | null>(async (keys) => {
      const rows = await from.companiesByKeys(keys);
      const found = new Map(rows.flatMap((row) => row.identityKeys.map((key) => [key, row] as const)));
      return keys.map((key) => found.get(key) ?? null);
    }),
    campaigns: new DataLoader<string, CampaignRow | null>(async (ids) => {
      const found = new Map((await from.campaignsByIds(ids)).map((row) => [row._id, row]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    prospects(first: number) {
      const known = pages.get(first);
      if (known !== undefined) return known;
      const loader = new DataLoader<string, ProspectRow[]>(async (ids) => {
        const found = await from.prospectsOfLeads(ids, first);
        return ids.map((id) => found.get(id) ?? []);
      });
      pages.set(first, loader);
      return loader;
    },
  };
}

const shared = resolversOver(commands, (id, context: Context) => context.leads.load(id));
const resolvers = {
  ...shared,
  Lead: {
    ...shared.Lead,
    // The object that the field answers is the lead itself, so that its links know it.
    company: (lead: LeadDocument) => lead.company && { ...lead.company, of: lead },
    lists: async (lead: LeadDocument, _args: unknown, { lists }: Context) =>
      (await lists.loadMany(lead.listIds)).filter((list) => list !== null),
    prospects: async (lead: LeadDocument, { first }: { first: number }, { prospects }: Context) => ({
      edges: (await prospects(first).load(`lead_${lead._id.toHexString()}`)).map((node) => ({ node })),
    }),
  },
  LeadCompany: {
    lead({ of }: { of: LeadDocument }, _args: unknown, { companies }: Context) {
      const key = companyKeyOf(of);
      return key === null ? null : companies.load(key);
    },
  },
  CampaignProspect: {
    ...shared.CampaignProspect,
    campaign: ({ campaignId }: ProspectRow, _args: unknown, { campaigns }: Context) => campaigns.load(campaignId),
  },
};

const server = new ApolloServer<Context>({ typeDefs, resolvers });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () => createLoaders(commands),
});
announce(Number(new URL(url).port));
