import { addCampaignLeadsRules } from '../campaign/campaign.ts';
import { createLeadRules } from '../lead/lead.rules.ts';
import type { Services } from '../services.ts';
import { recordSignalsRules } from '../signal/signal.ts';
import { sampleCampaigns } from './campaigns.ts';
import { sampleCompanies } from './companies.ts';
import { sampleLists } from './lists.ts';
import { samplePeople } from './people.ts';
import { sampleSignals } from './signals.ts';

const wholePage = { first: 100 };

/**
 * Writes the sample data through the rules and services that everyone's data goes through. Where an earlier run was cut
 * off, this one finds what it made and goes on.
 */
export async function seedSamples({ lead, list, campaign, signal }: Services): Promise<void> {
  const ids = new Map<string, string>();
  for (const sample of [...sampleCompanies, ...samplePeople]) {
    const { lead: stored } = await lead.create(createLeadRules.parse(sample));
    const handle = sample.email ?? sample.domain;
    if (handle !== undefined) ids.set(handle, stored.id);
    if (sample.domain !== undefined) ids.set(sample.domain, stored.id);
  }
  const idsOf = (handles: readonly string[]) => handles.flatMap((handle) => ids.get(handle) ?? []);

  const lists = new Map((await list.list(wholePage)).edges.map(({ node }) => [node.name, node]));
  for (const { name, people, companies } of sampleLists) {
    const { id } = lists.get(name) ?? (await list.create({ name }));
    await list.addLeads({ listId: id, leadIds: idsOf([...people, ...companies]) });
  }

  const campaigns = new Map((await campaign.list(null, wholePage)).edges.map(({ node }) => [node.name, node]));
  for (const { name, status, people } of sampleCampaigns) {
    const { id, status: current } = campaigns.get(name) ?? (await campaign.create({ name }));
    if (current === 'draft') {
      await campaign.addLeads(addCampaignLeadsRules.parse({ campaignId: id, leadIds: idsOf(people) }));
    }
    if (status === 'active') await campaign.launch(id);
  }

  const recorded = await signal.list({}, { first: 1 });
  if (recorded.edges.length === 0) {
    const items = sampleSignals.map((sample) => ({ ...sample, occurredAt: new Date(sample.occurredAt) }));
    await signal.record(recordSignalsRules.parse({ items }));
  }
}
