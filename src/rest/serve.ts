import type { Context } from 'hono';
import * as z from 'zod';
import type { Access } from '../access/access.ts';
import { createLoaders, createServices, type Stores } from '../services.ts';
import type { Clock } from '../shared/clock.ts';
import { createDeadline } from '../shared/deadline.ts';
import { ForbiddenError, LeadgraphError } from '../shared/errors.ts';
import { type Exchange, noteViewer } from '../shared/exchange.ts';
import type { NewId } from '../shared/ids.ts';
import type { RequestLimits } from '../shared/limits.ts';
import type { Run } from '../shared/runs.ts';
import { covers } from '../workspace/workspace.ts';
import { readJson } from './body.ts';
import { HttpError, statusOf, toFailure } from './failure.ts';
import { readQuery } from './query.ts';
import type { Received } from './received.ts';
import { type Answer, type Dialect, noBody, type PreparedCall, type Route, type Session } from './route.ts';

export interface ServeDeps {
  stores: Stores;
  access: Access;
  clock: Clock;
  newId: NewId;
  limits: RequestLimits;
}

/** What the router hands to whoever answers. */
export interface RestEnv {
  Bindings: { exchange: Exchange; received: Received };
}

/** What goes out: the text is JSON. */
interface Sent {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** An answer as it is kept for a replay. */
const keptAnswer = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  text: z.string(),
});

/** Takes a request through a route: who asks, whether they may, what they ask, and the answer. */
export async function serveRoute(route: Route, context: Context<RestEnv>, deps: ServeDeps): Promise<Response> {
  const { stores, access, clock, newId, limits } = deps;
  const { exchange, received } = context.env;
  exchange.route = route.path;
  const visit = access.visit(exchange.peer, received.headers);
  const answer = (sent: Sent) => toResponse({ ...sent, headers: { ...sent.headers, ...visit.headers() } });
  let sent: unknown;
  try {
    const viewer = await visit.enter();
    noteViewer(exchange, viewer);
    if (!covers(viewer.scopes, route.scope)) {
      throw new ForbiddenError(`This call needs a key with the scope ${route.scope}`);
    }
    if (route.body !== noBody) sent = await readJson(received, bodyBytesOf(route, limits));
    const call = route.prepare({ params: context.req.param(), query: readQuery(context.req.url), body: sent });
    const deadline = createDeadline(limits.executionMs, received.signal);
    const own = stores.within(deadline);
    const session = (run?: Run): Session => ({
      viewer,
      maxPageSize: limits.pageSize,
      services: createServices(own, viewer.workspaceId, {
        clock,
        newId,
        identity: access.identityOf(viewer, limits.executionMs),
        author: { actor: viewer.actor, door: 'rest' },
        ranking: viewer.sourcePriority,
        ...(run === undefined ? {} : { run }),
      }),
      loaders: createLoaders(own, viewer.workspaceId, undefined, viewer.identity),
    });
    const inTime = <T>(work: () => Promise<T>) => deadline.run(work, { writes: route.method !== 'GET' });
    const key = route.idempotent ? received.headers.get('idempotency-key') : null;
    if (key === null) return answer(checkLength(route, toSent(await inTime(() => call.answer(session()))), limits));

    const request = { call: `${route.method} ${route.path}`, input: call.input };
    const { answer: first, replayed } = await inTime(() =>
      session().services.idempotency.run(key, request, async (run) =>
        JSON.stringify(await expectedAnswer(route.dialect, call, session(run), sent, exchange)),
      ),
    );
    const kept = keptAnswer.parse(JSON.parse(first));
    return answer(replayed ? { ...kept, headers: { ...kept.headers, 'idempotent-replayed': 'true' } } : kept);
  } catch (error) {
    return answer(failureOf(route.dialect, error, sent, exchange));
  }
}

/** The answer of a call, or its failure where sending the same again would only fail again. */
async function expectedAnswer(
  dialect: Dialect,
  call: PreparedCall,
  session: Session,
  sent: unknown,
  exchange: Exchange,
): Promise<Sent> {
  try {
    return toSent(await call.answer(session));
  } catch (error) {
    if (!(error instanceof LeadgraphError) || statusOf(error.code) >= 500) throw error;
    return failureOf(dialect, error, sent, exchange);
  }
}

function bodyBytesOf({ bringsMany }: Route, { bodyBytes, importBodyBytes }: RequestLimits): number {
  return bringsMany ? importBodyBytes : bodyBytes;
}

/** @throws HttpError where a read answers more than it may; what was written has to be told, however long it is */
function checkLength(route: Route, sent: Sent, { responseBytes }: RequestLimits): Sent {
  if (route.method !== 'GET' || Buffer.byteLength(sent.text) <= responseBytes) return sent;
  throw new HttpError(
    400,
    'QUERY_TOO_COMPLEX',
    `The answer is longer than ${responseBytes / 1024} KB: ask for fewer rows`,
  );
}

/** The answer to a request that failed before, or outside of, any route. */
export function failureResponse(dialect: Dialect, error: unknown, exchange: Exchange): Response {
  return toResponse(failureOf(dialect, error, undefined, exchange));
}

/** The same before it is a response. */
export function failureOf(dialect: Dialect, error: unknown, sent: unknown, exchange: Exchange): Sent {
  const failure = toFailure(error, exchange);
  return { status: failure.status, headers: failure.headers, text: JSON.stringify(dialect.word(failure, sent)) };
}

function toSent({ status, body }: Answer): Sent {
  return { status, headers: {}, text: JSON.stringify(body) };
}

/** An answer that says what it is. */
export function asJson(sent: Sent): Sent {
  return { ...sent, headers: { 'content-type': 'application/json', ...sent.headers } };
}

function toResponse(sent: Sent): Response {
  const { status, headers, text } = asJson(sent);
  return new Response(text, { status, headers });
}
