import { createHash } from 'node:crypto';
import type { IdentityRules } from '../../lead/identity/identity.rules.ts';
import { keysAlone } from '../../lead/identity/lead.identified.ts';
import type { CreateLeadInput } from '../../lead/lead.rules.ts';
import type { JsonObject } from '../../shared/json.ts';

/** A lead as the file has it. Its shape is that of the gateway's input; the gateway checks what is in it. */
export type LeadInput = CreateLeadInput;

/** What the command line says of every lead that does not say it itself. */
export interface Defaults {
  source: string | null;
  listIds: readonly string[];
}

/** The provider of ids that are made for rows without identifiers. */
const rowProvider = 'leadgraph-import';

/** A lead that can be sent, with the identity keys that it will be known by. */
export interface ReadyLead {
  input: LeadInput;
  keys: string[];
}

/**
 * Readies a lead for sending. One without anything that identifies it gets a record id made of its content, so that the
 * same row sent again, by `--resume` or by a second import, meets the lead that it made and makes no other.
 */
export function prepareLead(given: LeadInput, defaults: Defaults, rules: IdentityRules): ReadyLead {
  const known = keysAlone(given, rules);
  const sources = known.length > 0 ? given.sources : [...(given.sources ?? []), contentSource(given)];
  const listIds = [...new Set([...(given.listIds ?? []), ...defaults.listIds])];
  const input: LeadInput = {
    ...given,
    ...(sources == null ? {} : { sources }),
    ...(given.source || defaults.source === null ? {} : { source: defaults.source }),
    ...(listIds.length === 0 ? {} : { listIds }),
  };
  const keys = known.length > 0 ? known : keysAlone(input, rules);
  return { input, keys: keys.map((key) => `${input.type} ${key}`) };
}

function contentSource({ listIds: _lists, ...content }: LeadInput): { provider: string; id: string } {
  const id = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
  return { provider: rowProvider, id };
}

/** The lead as GraphQL takes it: enum values in capitals. */
export function toVariables({ type, status, ...rest }: LeadInput): JsonObject {
  return { type: type.toUpperCase(), ...(status ? { status: status.toUpperCase() } : {}), ...(rest as JsonObject) };
}
