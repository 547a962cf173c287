import type { RulesInForce } from '../lead/identity/identity.rules.ts';
import type { Actor } from '../shared/author.ts';
import type { Clock } from '../shared/clock.ts';
import { UnauthenticatedError } from '../shared/errors.ts';
import type { Logger } from '../shared/logger.ts';
import { readBearer } from '../workspace/bearer.ts';
import type { WorkspaceService } from '../workspace/workspace.service.ts';
import type { Viewer } from '../workspace/workspace.ts';
import { RateLimitedError } from './access.errors.ts';
import type { AccessSettings } from './access.settings.ts';
import { createAddressReader, type HeaderSource } from './client-address.ts';
import { createLimiter, type Limiter, type Standing } from './limiter.ts';
import { createTokenKeys } from './token-keys.ts';
import { createTokens } from './tokens.ts';

/** How far the clocks of two gateways may be apart. */
const clockMarginMs = 5_000;

/** One request on its way in. */
export interface Visit {
  /**
   * Counts the request and finds out whom it speaks for.
   * @throws RateLimitedError, UnauthenticatedError, LoginUnavailableError
   */
  enter(): Promise<Viewer>;
  /** What the answer says of the limits, a refusal too: nothing where none is in force. */
  headers(): Record<string, string>;
}

export type Access = ReturnType<typeof createAccess>;

/** The way in, the same for both doors. */
export function createAccess(deps: {
  settings: AccessSettings;
  workspaces: WorkspaceService;
  clock: Clock;
  logger: Logger;
}) {
  const { settings, workspaces, clock, logger } = deps;
  const limiterOf = (points: number) => (points === 0 ? null : createLimiter(points));
  const limiters = {
    key: limiterOf(settings.perKey),
    address: limiterOf(settings.perAddress),
    failures: limiterOf(settings.failedLogins),
  };
  const addressOf = createAddressReader(settings.trust);
  const tokens =
    settings.tokens === null
      ? null
      : createTokens({
          settings: settings.tokens,
          keys: createTokenKeys(settings.tokens.source, logger),
          findWorkspace: workspaces.find,
          clock,
          logger,
        });

  /**
   * From an address with too many wrong keys, the database is asked no more. What was good here within a day still
   * passes, and so do good tokens, which cost no look-up: whoever shares the address with the culprit can go on.
   */
  async function login(authorization: string | null, address: string): Promise<Viewer> {
    const credential = readBearer(authorization);
    const isToken = tokens !== null && credential.split('.').length === 3;
    const standing = isToken ? undefined : limiters.failures?.look(address);
    if (standing?.allowed === false && !workspaces.isTrusted(credential)) {
      throw new RateLimitedError('wrong keys', standing.resetMs);
    }
    try {
      return isToken ? await tokens.verify(credential) : await workspaces.authenticate(authorization);
    } catch (error) {
      if (!(error instanceof UnauthenticatedError)) throw error;
      const counted = limiters.failures?.take(address);
      if (counted?.allowed === false) throw new RateLimitedError('wrong keys', counted.resetMs);
      throw error;
    }
  }

  return {
    /** The workspaces that viewers come from. */
    workspaces: workspaces as Pick<WorkspaceService, 'read' | 'setSourcePriority'>,
    /** What a request knows of its workspace's identity rules. */
    identityOf: ({ workspaceId, identity: inForce }: Viewer, executionMs: number) => ({
      inForce,
      settleMs: workspaces.staleMs + executionMs + clockMarginMs,
      onChanged: (now: RulesInForce) => workspaces.learn(workspaceId, now),
    }),

    /** What is counted, by what it is counted for; null where there is no limit. */
    limiters: limiters as Readonly<Record<string, Limiter | null>>,

    /** @param peer the address at the other end of the connection */
    visit(peer: string | undefined, headers: HeaderSource): Visit {
      const standings: Standing[] = [];
      const count = (limiter: Limiter | null, client: string) => {
        const standing = limiter?.take(client);
        if (standing === undefined) return;
        standings.push(standing);
        if (!standing.allowed) throw new RateLimitedError('requests', standing.resetMs);
      };
      return {
        async enter() {
          const address = addressOf(peer, headers);
          count(limiters.address, address);
          const viewer = await login(headers.get('authorization'), address);
          count(limiters.key, clientOf(viewer.workspaceId, viewer.actor));
          return viewer;
        },
        headers: () => toHeaders(standings),
      };
    },
  };
}

/** A subject is one of a kind for its issuer only, so that users of two workspaces are two. */
function clientOf(workspaceId: string, { kind, id }: Actor): string {
  return kind === 'key' ? id : `${workspaceId}:${id}`;
}

/**
 * The limit that is nearest to its end, in the headers that clients and their libraries know. The IETF's drafts have
 * since put all of it into one structured field whose form still changes between drafts.
 */
function toHeaders(standings: readonly Standing[]): Record<string, string> {
  const [nearest] = [...standings].sort((a, b) => a.remaining - b.remaining);
  if (nearest === undefined) return {};
  return {
    'ratelimit-limit': String(nearest.limit),
    'ratelimit-remaining': String(nearest.remaining),
    'ratelimit-reset': String(Math.ceil(nearest.resetMs / 1000)),
  };
}
