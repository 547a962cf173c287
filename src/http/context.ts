import type { Access } from '../access/access.ts';
import type { GatewayContext } from '../schema/context.ts';
import { createLoaders, createServices, type Stores } from '../services.ts';
import type { Author } from '../shared/author.ts';
import type { Clock } from '../shared/clock.ts';
import { type ClientSignal, createDeadline, type RequestDeadline } from '../shared/deadline.ts';
import type { NewId } from '../shared/ids.ts';
import type { RequestLimits } from '../shared/limits.ts';
import { type Wanted, wantsAll } from '../shared/wanted.ts';
import type { Viewer } from '../workspace/workspace.ts';
import type { ServerContext } from './entry.ts';

/** A request as far as operations and their hooks read it. */
export interface OperationRequest {
  headers: { get(name: string): string | null; has(name: string): boolean };
  /** Aborts when nobody waits for the answer any more. */
  signal: ClientSignal;
}

/** What is known of an operation before there is a context for it. */
export interface KnownOperation {
  wanted: Wanted;
  deadline: RequestDeadline;
}

interface Deps {
  stores: Stores;
  access: Pick<Access, 'identityOf' | 'workspaces'>;
  clock: Clock;
  newId: NewId;
  limits: RequestLimits;
}

/**
 * Makes what the resolvers of one operation work with, bound to whoever it speaks for.
 * @returns a function that may be told what the operation asks for and until when; else `asksFor` says it later
 */
export function createContexts({ stores, access, clock, newId, limits }: Deps) {
  return (request: OperationRequest, { entry: { viewer } }: ServerContext, known?: KnownOperation): GatewayContext => {
    if (viewer === null) throw new Error('A request came through without a viewer');
    const deadline = known?.deadline ?? createDeadline(limits.executionMs, request.signal);
    const own = stores.within(deadline);
    let wants: Wanted = wantsAll;
    const wanted: Wanted = known?.wanted ?? ((field) => wants(field));
    const freshLoaders = () => createLoaders(own, viewer.workspaceId, wanted, viewer.identity);
    return {
      wanted,
      asksFor(asked) {
        wants = asked;
      },
      viewer,
      deadline,
      maxPageSize: limits.pageSize,
      services: createServices(own, viewer.workspaceId, {
        ...{ clock, newId, identity: access.identityOf(viewer, limits.executionMs) },
        ...{ author: authorOf(viewer, request), ranking: viewer.sourcePriority },
      }),
      workspaces: access.workspaces,
      loaders: freshLoaders(),
      freshLoaders,
    };
  };
}

/** The import is a client like others; it tells its name, so that a lead's history can say where a write came from. */
function authorOf({ actor }: Viewer, { headers }: OperationRequest): Author {
  return { actor, door: headers.get('x-graphql-client-name') === 'leadgraph-import' ? 'import' : 'graphql' };
}
