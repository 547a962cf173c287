import { createHash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import * as z from 'zod';
import type { Actor } from '../shared/author.ts';
import type { Clock } from '../shared/clock.ts';
import { UnauthenticatedError } from '../shared/errors.ts';
import { keptLast } from '../shared/kept.ts';
import type { Logger } from '../shared/logger.ts';
import { isStorableText } from '../shared/rules.ts';
import { type Scope, scopes, type Viewer, type Workspace } from '../workspace/workspace.ts';
import type { TokenKeySource, TokenKeys } from './token-keys.ts';

/** Whose tokens are taken, and how exactly their times. */
export interface TokenSettings {
  source: TokenKeySource;
  issuer: string;
  audience: string;
  clockSkewSeconds: number;
  /** Since `iat`: a token that the issuer made to last forever does not. */
  maxAgeSeconds: number;
}

/** What a token must be for: other kinds of JWT (of logout, of security events) are signed by the same keys. */
const acceptedTypes = new Set([undefined, 'jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);

const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => isStorableText(value) && !/\p{Cc}/u.test(value));

const claimRules = z.object({
  sub: line(255),
  name: line(200).optional().catch(undefined),
  workspace_id: z.string().regex(/^ws_[0-9a-f]{24}$/),
  scope: z.string().max(2000).default(''),
  exp: z.number(),
  iat: z.number(),
});

/** A signature costs more to check than the rest of a small request, and a page sends the same token many times. */
const trustedMs = 60 * 1000;
const maxTrusted = 10_000;

/** What a token says, and how long it need not be checked again. */
interface Checked {
  actor: Actor;
  scopes: readonly Scope[];
  workspaceId: string;
  until: number;
}

/** Checks the tokens (JWT) that frontends send for their users. */
export function createTokens(deps: {
  settings: Omit<TokenSettings, 'source'>;
  keys: TokenKeys;
  findWorkspace: (id: string) => Promise<Workspace | null>;
  clock: Clock;
  logger: Logger;
}) {
  const { settings, keys, findWorkspace, clock, logger } = deps;
  const { clockSkewSeconds, maxAgeSeconds } = settings;
  const checked = keptLast<Checked>(maxTrusted);

  const refusal = (reason: string): UnauthenticatedError => {
    // A client learns nothing that would help to make a better one; an operator does, at this level.
    logger.info({ reason }, 'A token was refused');
    return new UnauthenticatedError('The token is not valid, or it has expired');
  };

  async function readPayload(token: string) {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys.key, {
        algorithms: keys.algorithms,
        issuer: settings.issuer,
        audience: settings.audience,
        clockTolerance: clockSkewSeconds,
        maxTokenAge: maxAgeSeconds,
        requiredClaims: ['exp', 'iat', 'sub'],
        currentDate: clock(),
      });
      if (!acceptedTypes.has(protectedHeader.typ?.toLowerCase())) throw refusal('typ');
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw refusal(error.message);
      throw error;
    }
  }

  async function check(token: string): Promise<Checked> {
    const payload = await readPayload(token);
    const claims = claimRules.safeParse(payload);
    if (!claims.success) throw refusal(`claim ${claims.error.issues[0]?.path.join('.')}`);
    const { sub, name = sub, workspace_id, scope, exp, iat } = claims.data;
    const asked = new Set(scope.split(' '));
    return {
      actor: { kind: 'user', id: sub, name },
      scopes: scopes.filter((one) => asked.has(one)),
      workspaceId: workspace_id,
      until: Math.min((Math.min(exp, iat + maxAgeSeconds) + clockSkewSeconds) * 1000, clock().getTime() + trustedMs),
    };
  }

  return {
    /**
     * Who a token speaks for. Of its scopes, those that are ours count.
     * @throws UnauthenticatedError for a token that is not good, LoginUnavailableError while that cannot be known
     */
    async verify(token: string): Promise<Viewer> {
      const hash = createHash('sha256').update(token).digest('base64');
      let found = checked.get(hash);
      if (found === undefined || found.until <= clock().getTime()) {
        found = await check(token);
        checked.set(hash, found);
      }
      const { actor, workspaceId } = found;
      const workspace = await findWorkspace(workspaceId);
      if (workspace === null) throw refusal('there is no such workspace');
      const { name: workspaceName, sourcePriority, identity } = workspace;
      return { workspaceId, workspaceName, scopes: found.scopes, actor, sourcePriority, identity };
    },
  };
}
