import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { IdentityRules } from '../lead/identity/identity.rules.ts';
import type { PreviewPlace } from '../lead/rekey/lead.rekey.preview.ts';
import { InvalidInputError } from '../shared/errors.ts';

/** What it says goes into queries, so it must have exactly this form. */
const position = z.tuple([z.string(), z.int().min(0), z.string().regex(/^[0-9a-f]{24}$/)]);

/** A change of one workspace's rules. */
interface Wanted {
  workspaceId: string;
  rules: IdentityRules;
}

/** Where a preview of a change is to go on. It holds for that change of those rules in that workspace alone. */
export function toPreviewCursor(wanted: Wanted, { keysVersion, id }: PreviewPlace): string {
  return Buffer.from(JSON.stringify([digest(wanted), keysVersion, id])).toString('base64url');
}

/** @throws InvalidInputError for what is no cursor of this change, or of one of rules that have changed since */
export function readPreviewCursor(wanted: Wanted, cursor: string): PreviewPlace {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parsed = null;
  }
  const { data } = position.safeParse(parsed);
  if (data === undefined || data[0] !== digest(wanted)) {
    const message = '"after" is no cursor of this change, or the rules have changed since';
    throw InvalidInputError.of(['after'], message, 'invalid_cursor');
  }
  const [, keysVersion, id] = data;
  return { keysVersion, id };
}

/** The wanted rules bear the version that is to follow the one in force. */
function digest({ workspaceId, rules }: Wanted): string {
  return createHash('sha256')
    .update(JSON.stringify([workspaceId, rules]))
    .digest('base64url')
    .slice(0, 16);
}
