import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/rest/routes.ts';
import { covers, type Scope, scopes } from '../../src/workspace/workspace.ts';
import { type Call, documentOf, sendCall } from './calls.ts';
import { isThing, targetOf } from './documents.ts';
import { kindOfType } from './kinds.ts';
import { objectTypes } from './places.ts';
import { sendRest } from './rest-requests.ts';
import { marks } from './values.ts';
import { objectType, queryType } from './walk.ts';
import { ask, createWorld, type Outcome, type World } from './world.ts';

/** Whose scope a thing is read by. */
const areas: Record<string, 'leads' | 'campaigns' | 'signals'> = {
  Lead: 'leads',
  LeadList: 'leads',
  Campaign: 'campaigns',
  CampaignProspect: 'campaigns',
  Signal: 'signals',
  SignalEntity: 'signals',
};

/** What a key needs where the things that are answered do not tell: all of it. */
const neededByName: Record<string, readonly Scope[]> = {
  resolveLead: ['leads:read'],
  duplicateCandidates: ['leads:read'],
  duplicateScan: ['leads:read'],
  dismissDuplicate: ['leads:write'],
  undoDismissDuplicate: ['leads:write'],
  startDuplicateScan: ['leads:write'],
  stopDuplicateScan: ['leads:write'],
  setSourcePriority: ['workspace:write', 'leads:read'],
  previewIdentityRules: ['leads:read'],
  setIdentityRules: ['workspace:write', 'leads:read'],
  mergeLeads: ['leads:write'],
  unmergeLead: ['leads:write'],
  createLead: ['leads:write'],
  createLeads: ['leads:write'],
  updateLead: ['leads:write'],
  deleteLead: ['leads:write'],
  createLeadList: ['leads:write'],
  addLeadsToList: ['leads:write'],
  removeLeadsFromList: ['leads:write'],
  createCampaign: ['campaigns:write'],
  addCampaignLeads: ['campaigns:write', 'leads:read'],
  updateCampaignLead: ['campaigns:write'],
  launchCampaign: ['campaigns:write'],
  pauseCampaign: ['campaigns:write'],
  recordSignals: ['signals:write'],
  setSignalStatuses: ['signals:write'],
};

/** Queries that every key may send; they leave out what it may not read. */
const openQueries = ['node', 'nodes', 'viewer', 'workspace'];

function areaOf(name: string): 'leads' | 'campaigns' | 'signals' {
  const area = areas[name];
  if (area === undefined) throw new Error(`Say in scopes.test.ts whose scope a ${name} is read by`);
  return area;
}

function neededBy({ parent, field }: Call): readonly Scope[] {
  if (parent.name === 'Query' && openQueries.includes(field.name)) return [];
  const target = targetOf(field);
  if (parent.name === 'Query' && target !== null) return [`${areaOf(target.name)}:read`];
  const needed = neededByName[field.name];
  if (needed === undefined) throw new Error(`Say in scopes.test.ts what a key needs for ${field.name}`);
  return needed;
}

const anyOfMine = new RegExp(marks.mine);

let world: World;
const keys = new Map<string, string>();

beforeAll(async () => {
  world = await createWorld();
});

/** My workspace with a key that holds these scopes and no others. */
async function holding(held: readonly Scope[]) {
  const name = held.join();
  const { workspaceName: workspace } = await world.gateway.workspaces.authenticate(`Bearer ${world.mine.client.key}`);
  const key = keys.get(name) ?? (await world.gateway.client({ workspace, scopes: held })).key;
  keys.set(name, key);
  return { ...world.mine, client: { ...world.mine.client, key } };
}

/** All scopes but those that would do in the place of one. */
const allBut = (scope: Scope) => scopes.filter((held) => !covers([held], scope));

/** Fails unless a request came to nothing before anything was asked of the database. */
function expectForbidden({ body, commands }: Outcome): void {
  expect(body).toContain('"FORBIDDEN"');
  expect(body).not.toMatch(anyOfMine);
  expect(commands).toEqual([]);
}

describe('a key without the scope gets nothing', () => {
  const calls = [queryType, objectType('Mutation')].flatMap((parent) =>
    Object.values(parent.getFields()).map((field): [string, Call] => [
      `${parent.name}.${field.name}`,
      { parent, field },
    ]),
  );

  test.each(calls)('from %s', async (_name, call) => {
    const needed = neededBy(call);
    const document = documentOf(call, 0);
    for (const scope of needed) {
      const without = await holding(allBut(scope));
      expectForbidden(await world.observe(() => sendCall(world, without, call, [], document)));
    }
    // The workspace that it answers tells of leads, too.
    const behind: Scope[] = call.field.name === 'setSourcePriority' ? ['leads:read'] : [];
    const enough = await holding(needed.length === 0 ? ['leads:read'] : [...needed, ...behind]);
    const { body } = await world.observe(() => sendCall(world, enough, call, [], document));
    expect(body).not.toContain('FORBIDDEN');
  });

  const links = objectTypes.filter(isThing).flatMap((parent) =>
    Object.values(parent.getFields()).flatMap((field): [string, Call, string][] => {
      const target = targetOf(field);
      return target === null ? [] : [[`${parent.name}.${field.name}`, { parent, field }, target.name]];
    }),
  );

  test.each(links)('from %s', async (_name, call, target) => {
    const own: Scope = `${areaOf(call.parent.name)}:read`;
    const other: Scope = `${areaOf(target)}:read`;
    const document = documentOf(call, 0);
    const isForbidden = async (held: readonly Scope[]) => {
      const workspace = await holding(held);
      const { body } = await world.observe(() => sendCall(world, workspace, call, [], document));
      const forbidden = body.includes('"FORBIDDEN"');
      if (forbidden) expect(body).not.toMatch(anyOfMine);
      return forbidden;
    };
    expect(await isForbidden([own])).toBe(own !== other);
    expect(await isForbidden([own, other])).toBe(false);
  });

  const kinds = objectTypes.filter(isThing).map(({ name }) => name);
  test.each(kinds)('of a %s by its id alone', async (name) => {
    const scope: Scope = `${areaOf(name)}:read`;
    const query = 'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id } node(id: $id) { id } }';
    const ids = world.mine.things[kindOfType[name] ?? 'lead'];
    const find = async (held: readonly Scope[]) =>
      (await ask(world, (await holding(held)).client, query, { ids, id: ids[0] })).json();
    // The id of a merged lead finds the one that it is part of.
    const found = { id: expect.any(String) };
    expect(await find([scope])).toEqual({ data: { nodes: ids.map(() => found), node: { id: ids[0] } } });
    expect(await find(allBut(scope))).toEqual({ data: { nodes: ids.map(() => null), node: null } });
  });

  test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'from %s',
    async (_name, route) => {
      const [, area] = /^\/api\/(?:v1\/)?(\w+)/.exec(route.path) ?? [];
      const scope = scopes.find((one) => one === `${area}:${route.method === 'GET' ? 'read' : 'write'}`);
      if (scope === undefined) throw new Error(`Nobody knows what a key needs for ${route.path}`);
      const without = await holding(allBut(scope));
      const refused = await world.observe(() => sendRest(world, without, route, []));
      expectForbidden(refused);
      expect(refused.status).toBe(403);
      const enough = await holding([scope]);
      expect((await world.observe(() => sendRest(world, enough, route, []))).status).toBeLessThan(300);
    },
  );
});
