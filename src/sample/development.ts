import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newestFirst } from '../lead/lead.ts';
import { createServices, type Services, type Stores } from '../services.ts';
import type { Clock } from '../shared/clock.ts';
import { UnauthenticatedError } from '../shared/errors.ts';
import type { NewId } from '../shared/ids.ts';
import type { WorkspaceService } from '../workspace/workspace.service.ts';
import { newSecret, scopes, type Viewer } from '../workspace/workspace.ts';
import { seedSamples } from './seed.ts';

const workspace = 'Development';
const keyFile = 'leadgraph-development-key';

/** What a developer finds after a start with nothing configured. */
export interface Development {
  key: string;
  /** Ids of the sample data by what they are of: what GraphiQL's examples are about. */
  exampleIds(): Promise<Record<string, string>>;
}

/**
 * Readies the embedded database for a first look: a workspace, a key and the sample data, each made once. The key is
 * kept in a file (mode 0600) beside the data, so that it is the same at the next start; a revoked one is replaced.
 */
export async function prepareDevelopment(
  dataDirectory: string,
  stores: Stores,
  workspaces: WorkspaceService,
  tools: { clock: Clock; newId: NewId },
): Promise<Development> {
  const path = join(dataDirectory, keyFile);
  let secret = await readSecret(path);
  let viewer = secret === null ? null : await viewerOf(workspaces, secret);
  if (secret === null || viewer === null) {
    secret = newSecret();
    // The file comes first: were we ended between the two, no key would be left that nobody holds.
    await writeFile(path, `${secret}\n`, { mode: 0o600 });
    await workspaces.createKey({ workspace, name: 'development', scopes, secret });
    viewer = await workspaces.authenticate(`Bearer ${secret}`);
  }
  const { workspaceId } = viewer;
  const services = createServices(stores, workspaceId, tools);
  if (!(await stores.workspaces.isSeeded(workspaceId))) {
    await seedSamples(services);
    await stores.workspaces.markSeeded(workspaceId, tools.clock());
  }
  return { key: secret, exampleIds: () => findExampleIds(services, stores, workspaceId) };
}

async function findExampleIds(
  services: Services,
  stores: Stores,
  workspaceId: string,
): Promise<Record<string, string>> {
  const one = { first: 1 };
  const byEmail = (email: string) => services.lead.list({ email }, newestFirst, one);
  const [leads, lists, drafts, active, entities, duplicate, duplicateOf, scan] = await Promise.all([
    services.lead.list({ type: 'person' }, newestFirst, one),
    services.list.list(one),
    services.campaign.list(['draft'], one),
    services.campaign.list(['active'], one),
    services.signal.listEntities({}, one),
    byEmail('b.tallgrass@quillmarsh.example'),
    byEmail('bob.tallgrass@quillmarsh.example'),
    services.duplicates.findScan(null),
  ]);
  const campaign = drafts.edges[0]?.node.id;
  const prospects =
    campaign === undefined ? null : await stores.prospects.findPagesBy('campaignId', workspaceId, [campaign], one);
  const ids = {
    lead: leads.edges[0]?.node.id,
    list: lists.edges[0]?.node.id,
    campaign,
    activeCampaign: active.edges[0]?.node.id,
    prospect: prospects?.get(campaign ?? '')?.edges[0]?.node.id,
    entity: entities.edges[0]?.node.id,
    duplicate: duplicate.edges[0]?.node.id,
    duplicateOf: duplicateOf.edges[0]?.node.id,
    duplicateScan: scan?.id,
  };
  return Object.fromEntries(Object.entries(ids).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function readSecret(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function viewerOf(workspaces: WorkspaceService, secret: string): Promise<Viewer | null> {
  try {
    return await workspaces.authenticate(`Bearer ${secret}`);
  } catch (error) {
    if (error instanceof UnauthenticatedError) return null;
    throw error;
  }
}
