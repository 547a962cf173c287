import { v7 } from 'uuid';

/** Makes the ids of campaigns, prospects, signals and entities: UUIDs of version 7 (RFC 9562), which sort by time. */
export type NewId = () => string;

export const newUuid: NewId = () => v7();

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The lower-case form of a UUID, or null for anything else. */
export function parseUuid(value: string): string | null {
  const id = value.toLowerCase();
  return uuidPattern.test(id) ? id : null;
}

/** The 24 hex digits behind a prefix (`lead_`, `list_` …), or null for anything else. */
export function parsePrefixedId(prefix: string, value: string): string | null {
  const hex = value.startsWith(prefix) ? value.slice(prefix.length).toLowerCase() : '';
  return /^[0-9a-f]{24}$/.test(hex) ? hex : null;
}
