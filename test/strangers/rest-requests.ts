import type { Route } from '../../src/rest/route.ts';
import type { RestPlace } from './rest-places.ts';
import type { Asking, World } from './world.ts';

interface RequestParts {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
}

/** What calls need, about things of the workspace. */
function neededParts({ method, path }: Route, { things, beside }: Asking): RequestParts {
  const call = `${method} ${path}`;
  const params: Record<string, Record<string, unknown>> = {
    'GET /api/leads/{id}': { id: things.lead[0] },
    'GET /api/campaigns/{id}/leads': { id: things.campaign[0] },
    'PATCH /api/campaigns/{id}/leads': { id: things.campaign[0] },
    'GET /api/v1/leads/{leadId}': { leadId: things.lead[0] },
    'PUT /api/v1/leads/{leadId}': { leadId: beside.person },
  };
  const body: Record<string, Record<string, unknown>> = {
    'POST /api/leads': { name: { full: 'Somebody' } },
    'PATCH /api/leads': { id: beside.person, title: 'Changed' },
    'PATCH /api/campaigns/{id}/leads': { prospect_id: beside.prospect, updates: { headline: 'Changed' } },
    'POST /api/leads/batch': { leads: [{ name: { full: 'Somebody' } }] },
    'POST /api/signals': { signals: [{ kind: 'news', title: 'News', person: { name: 'Somebody' } }] },
    'PATCH /api/signals/leads': { items: [{ entityId: things.entity[0], status: 'new' }] },
  };
  return { params: { ...params[call] }, query: {}, body: { ...body[call] } };
}

/** Values that must come with one for it to mean what it is tried for: by call, or by what it is part of. */
function siblingsOf({ name, path }: RestSetting['place'], { beside }: Asking): Record<string, unknown> {
  const siblings: Record<string, Record<string, unknown>> = {
    'POST /api/leads body.domain': { type: 'company' },
    'POST /api/leads/batch body.leads.domain': { type: 'company' },
    'PATCH /api/leads body.domain': { id: beside.company },
    sources: { provider: 'apollo' },
    source: { provider: 'apollo' },
    entity: { name: 'Somebody' },
  };
  return siblings[name] ?? siblings[path.at(-2)?.name ?? ''] ?? {};
}

/** A value that a request brings instead of what it needs. */
export interface RestSetting {
  place: Pick<RestPlace, 'name' | 'part' | 'path'>;
  value: unknown;
}

/** Sends a REST call of a workspace about its own things, but for the settings. */
export function sendRest(
  { gateway }: Pick<World, 'gateway'>,
  workspace: Asking,
  route: Route,
  settings: readonly RestSetting[],
  headers: Record<string, string> = {},
): Promise<Response> {
  const parts = neededParts(route, workspace);
  for (const { place, value } of settings) {
    const siblings = siblingsOf(place, workspace);
    parts[place.part] = placed(parts[place.part], place.path, value, siblings);
  }
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(String(parts.params[name])),
  );
  const query = new URLSearchParams(Object.entries(parts.query).map(([name, value]) => [name, String(value)]));
  const hasBody = route.method !== 'GET';
  return gateway.fetch(`${path}?${query}`, {
    method: route.method,
    headers: {
      authorization: `Bearer ${workspace.client.key}`,
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(hasBody ? { body: JSON.stringify(parts.body) } : {}),
  });
}

function placed(
  parent: unknown,
  [step, ...rest]: RestPlace['path'],
  value: unknown,
  siblings: Record<string, unknown>,
): Record<string, unknown> {
  const object = typeof parent === 'object' && parent !== null ? Object.fromEntries(Object.entries(parent)) : {};
  if (step === undefined) return object;
  if (rest.length === 0) return { ...object, ...siblings, [step.name]: step.isList ? [value].flat() : value };
  const child = step.isList ? [object[step.name]].flat()[0] : object[step.name];
  const filled = placed(child, rest, value, siblings);
  return { ...object, [step.name]: step.isList ? [filled] : filled };
}
