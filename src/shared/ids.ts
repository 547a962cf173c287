import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Makes the ids of campaigns, prospects, signals and entities: UUIDs of version 7 (RFC 9562), which sort by time. */
export type NewId = () => string;

export const newUuid: NewId = () => {
  const random = nextRandom();
  const now = Date.now();
  last = now > last.msecs ? { msecs: now, seq: random.readUInt32BE(6) >>> 1 } : { ...last, seq: last.seq + 1 };
  return v7({ random, ...last });
};

let last = { msecs: 0, seq: 0 };

/** Bytes for many ids: asking for 16 takes the system as long as for thousands. */
const pool = Buffer.allocUnsafeSlow(16 * 256);
let used = pool.length;

function nextRandom(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The lower-case form of a UUID, or null for anything else. */
export function parseUuid(value: string): string | null {
  const id = value.toLowerCase();
  return uuidPattern.test(id) ? id : null;
}

/** The 24 hex digits behind a prefix (`lead_`, `list_` …), or null for anything else. Case tells no ids apart. */
export function parsePrefixedId(prefix: string, value: string): string | null {
  const id = value.toLowerCase();
  const hex = id.startsWith(prefix) ? id.slice(prefix.length) : '';
  return /^[0-9a-f]{24}$/.test(hex) ? hex : null;
}
