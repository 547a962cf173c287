import { createHash } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import { InvalidInputError } from '../shared/errors.ts';
import type { NewId } from '../shared/ids.ts';
import { isJsonObject } from '../shared/json.ts';
import { IdempotencyKeyInUseError, IdempotencyKeyReusedError } from './idempotency.errors.ts';
import { type IdempotencyRecord, type IdempotencyStore, keptMs } from './idempotency.store.ts';

/** A request that has run longer than this was left by a process that is gone. */
const takenOverAfterMs = 60 * 1000;

/** Losing this often in a row means that others begin and release the same key all the time. */
const maxAttempts = 5;

/** What a request was answered, now or the first time that it was sent. */
export interface IdempotentAnswer {
  answer: string;
  replayed: boolean;
}

export type IdempotencyService = ReturnType<typeof createIdempotencyService>;

/** Requests that may be sent again without being done again, for one workspace. */
export function createIdempotencyService(deps: {
  workspaceId: string;
  records: IdempotencyStore;
  clock: Clock;
  newId: NewId;
}) {
  const { workspaceId, records, clock, newId } = deps;

  /** The record under which the caller may run the request, or the answer that it has got already. */
  async function begin(key: string, fingerprint: string): Promise<IdempotencyRecord | { answer: string }> {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const now = clock();
      const mine: IdempotencyRecord = { fingerprint, owner: newId(), startedAt: now, createdAt: now, answer: null };
      if (await records.insert(workspaceId, key, mine)) return mine;

      const seen = await records.find(workspaceId, key);
      if (seen === null) continue;
      if (now.getTime() - seen.createdAt.getTime() >= keptMs) {
        if (await records.replace(workspaceId, key, seen, mine)) return mine;
        continue;
      }
      if (seen.fingerprint !== fingerprint) throw new IdempotencyKeyReusedError();
      if (seen.answer !== null) return { answer: seen.answer };
      if (now.getTime() - seen.startedAt.getTime() < takenOverAfterMs) throw new IdempotencyKeyInUseError();
      const again = { ...mine, createdAt: seen.createdAt };
      if (await records.replace(workspaceId, key, seen, again)) return again;
    }
    throw new IdempotencyKeyInUseError();
  }

  return {
    /**
     * Runs `work` once for a key and keeps what it answers for 24 hours; the same request with that key is then
     * answered from there. Work that throws is not kept, so the key can be sent again. Work must be safe to repeat: it
     * runs again where a process died before its answer was kept.
     *
     * @param request what was asked, as JSON: the same key with another request is refused
     * @throws InvalidInputError for a key that is none, IdempotencyKeyReusedError, IdempotencyKeyInUseError
     */
    async run(key: string, request: unknown, work: () => Promise<string>): Promise<IdempotentAnswer> {
      if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
        throw InvalidInputError.of(['Idempotency-Key'], 'Must be 1 to 255 printable ASCII characters', 'invalid_key');
      }
      await records.sweep(clock());
      const begun = await begin(key, fingerprintOf(request));
      if (!('owner' in begun)) return { answer: begun.answer, replayed: true };
      let answer: string;
      try {
        answer = await work();
      } catch (error) {
        // What went wrong is the news; a record that stays behind is taken over in a minute.
        await records.release(workspaceId, key, begun.owner).catch(() => {});
        throw error;
      }
      await records.finish(workspaceId, key, begun.owner, answer);
      return { answer, replayed: false };
    },
  };
}

/** The same for equal JSON, in whatever order its keys stand. */
function fingerprintOf(request: unknown): string {
  const sorted = JSON.stringify(request, (_key, value: unknown) =>
    isJsonObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return createHash('sha256').update(sorted).digest('hex');
}
