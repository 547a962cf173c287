import type { Route } from '../../src/rest/route.ts';
import type { JsonObject, JsonValue } from '../../src/shared/json.ts';
import { expectDocumented } from '../rest/rest-client.ts';
import type { JsonText } from './hostile-values.ts';
import type { RestLeaf } from './rest-leaves.ts';
import { type Answered, readAnswer, type World } from './trial.ts';

/** What a call takes where nothing hostile is; of others, the example of their document. */
export function bodyFor({ mine: { things, beside } }: World, { method, path, bodyExamples = {} }: Route): JsonObject {
  const bodies: Record<string, JsonObject> = {
    'POST /api/leads': { name: { full: 'Somebody' } },
    'PATCH /api/leads': { id: beside.person, title: 'Changed' },
    'PATCH /api/campaigns/{id}/leads': { prospect_id: beside.prospect, updates: {} },
    'PATCH /api/signals/leads': { items: [{ entityId: things.entity[0], status: 'new' }] },
    'PUT /api/v1/leads/{leadId}': {},
  };
  const [example] = Object.values(bodyExamples);
  return bodies[`${method} ${path}`] ?? { ...example };
}

/** The path of a call about a thing of my workspace, or with this parameter in the thing's place. */
export function pathFor({ mine: { things, beside } }: World, { path }: Route, parameter?: string): string {
  const usual = path.includes('/campaigns/') ? things.campaign[0] : beside.person;
  return path.replace(/\{\w+\}/g, () => parameter ?? usual);
}

/** Sends a body, or an address instead. What comes back must be what the call's documentation has. */
export async function sendRest(
  world: World,
  route: Route,
  body?: string,
  path = pathFor(world, route),
): Promise<Answered> {
  const response = await world.gateway.fetch(path, {
    method: route.method,
    headers: {
      authorization: `Bearer ${world.mine.client.key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const answered = await readAnswer(world, `${decodeSafely(path)} ${body ?? ''}`, response);
  const { status, answer } = answered;
  // An address that has more or fewer parts is of no call.
  if (status !== 404) expectDocumented(route.method, pathFor(world, route), { status, body: answer });
  return answered;
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const marker = '@@hostile@@';

/** The body of a call with this value at the leaf. */
export function bodyWith(world: World, { route, path }: RestLeaf, value: JsonText): string {
  return JSON.stringify(placed(bodyFor(world, route), path)).replace(JSON.stringify(marker), () => value);
}

function placed(body: JsonValue | undefined, [key, ...rest]: RestLeaf['path']): JsonValue {
  if (key === undefined) return marker;
  if (typeof key === 'number') return [placed(Array.isArray(body) ? body[0] : undefined, rest)];
  const fields = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
  return { ...fields, [key]: placed(fields[key], rest) };
}
