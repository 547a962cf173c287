import type { Context } from 'hono';
import { z } from 'zod';
import { createLoaders, createServices, type Stores } from '../services.ts';
import type { Clock } from '../shared/clock.ts';
import { ForbiddenError, LeadgraphError } from '../shared/errors.ts';
import type { NewId } from '../shared/ids.ts';
import type { Logger } from '../shared/logger.ts';
import type { Run } from '../shared/runs.ts';
import type { WorkspaceService } from '../workspace/workspace.service.ts';
import { covers } from '../workspace/workspace.ts';
import { readJson } from './body.ts';
import { statusOf, toFailure } from './failure.ts';
import { readQuery } from './query.ts';
import { type Answer, type Dialect, noBody, type PreparedCall, type Route, type Session } from './route.ts';

export interface ServeDeps {
  stores: Stores;
  workspaces: WorkspaceService;
  clock: Clock;
  newId: NewId;
  logger: Logger;
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
export async function serveRoute(route: Route, context: Context, deps: ServeDeps): Promise<Response> {
  const { stores, workspaces, clock, newId, logger } = deps;
  let sent: unknown;
  try {
    const viewer = await workspaces.authenticate(context.req.header('authorization') ?? null);
    if (!covers(viewer.scopes, route.scope)) {
      throw new ForbiddenError(`This call needs a key with the scope ${route.scope}`);
    }
    if (route.body !== noBody) sent = await readJson(context.req.raw);
    const call = route.prepare({ params: context.req.param(), query: readQuery(context.req.url), body: sent });
    const session = (run?: Run): Session => ({
      viewer,
      services: createServices(stores, viewer.workspaceId, { clock, newId, ...(run === undefined ? {} : { run }) }),
      loaders: createLoaders(stores, viewer.workspaceId),
    });
    const key = route.idempotent ? context.req.header('idempotency-key') : undefined;
    if (key === undefined) return toResponse(toSent(await call.answer(session())));

    const request = { call: `${route.method} ${route.path}`, input: call.input };
    const { answer, replayed } = await session().services.idempotency.run(key, request, async (run) =>
      JSON.stringify(await expectedAnswer(route.dialect, call, session(run), sent, logger)),
    );
    const kept = keptAnswer.parse(JSON.parse(answer));
    return toResponse(replayed ? { ...kept, headers: { ...kept.headers, 'idempotent-replayed': 'true' } } : kept);
  } catch (error) {
    return toResponse(failureOf(route.dialect, error, sent, logger));
  }
}

/** The answer of a call, or its failure where sending the same again would only fail again. */
async function expectedAnswer(
  dialect: Dialect,
  call: PreparedCall,
  session: Session,
  sent: unknown,
  logger: Logger,
): Promise<Sent> {
  try {
    return toSent(await call.answer(session));
  } catch (error) {
    if (!(error instanceof LeadgraphError) || statusOf(error.code) >= 500) throw error;
    return failureOf(dialect, error, sent, logger);
  }
}

/** The answer to a request that failed before, or outside of, any route. */
export function failureResponse(dialect: Dialect, error: unknown, logger: Logger): Response {
  return toResponse(failureOf(dialect, error, undefined, logger));
}

function failureOf(dialect: Dialect, error: unknown, sent: unknown, logger: Logger): Sent {
  const failure = toFailure(error, logger);
  return { status: failure.status, headers: failure.headers, text: JSON.stringify(dialect.word(failure, sent)) };
}

function toSent({ status, body }: Answer): Sent {
  return { status, headers: {}, text: JSON.stringify(body) };
}

function toResponse({ status, headers, text }: Sent): Response {
  return new Response(text, {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  });
}
