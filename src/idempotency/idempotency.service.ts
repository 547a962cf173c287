import { createHash } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import { InvalidInputError, LeadgraphError } from '../shared/errors.ts';
import type { NewId } from '../shared/ids.ts';
import { isJsonObject, type JsonValue } from '../shared/json.ts';
import { TimeoutError } from '../shared/limit.errors.ts';
import type { Run } from '../shared/runs.ts';
import { IdempotencyKeyInUseError, IdempotencyKeyReusedError } from './idempotency.errors.ts';
import { type IdempotencyRecord, type IdempotencyStore, keptMs } from './idempotency.store.ts';

/** A request that has run longer than this was left by a process that is gone. */
const takenOverAfterMs = 30 * 1000;

/** Losing this often in a row means that others begin and release the same key all the time. */
const maxAttempts = 5;

/** What a request was answered, now or the first time that it was sent. */
export interface IdempotentAnswer {
  answer: string;
  replayed: boolean;
}

/** How the outcome of a request is kept in short, and found again from that. */
export interface Memory<T> {
  keep: (answer: T) => JsonValue;
  recall: (kept: JsonValue) => Promise<T>;
}

/** Runs what a key makes repeatable, or simply runs it where there is no key. */
export type Once = <T>(
  key: string | null | undefined,
  request: unknown,
  memory: Memory<T>,
  work: (run: Run) => Promise<T>,
) => Promise<T>;

export type IdempotencyService = ReturnType<typeof createIdempotencyService>;

/** Requests that may be sent again without being done again, for one workspace. */
export function createIdempotencyService(deps: {
  workspaceId: string;
  records: IdempotencyStore;
  clock: Clock;
  newId: NewId;
  /** The run of a request that has no key. */
  newRun: () => Run;
}) {
  const { workspaceId, records, clock, newId, newRun } = deps;

  /** The record under which the caller may run the request, or the answer that it has got already. */
  async function begin(key: string, fingerprint: string): Promise<IdempotencyRecord | { answer: string }> {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const now = clock();
      const id = newId();
      const mine: IdempotencyRecord = {
        fingerprint,
        owner: id,
        runId: id,
        startedAt: now,
        createdAt: now,
        answer: null,
      };
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
      const again = { ...mine, runId: seen.runId, createdAt: seen.createdAt };
      if (await records.replace(workspaceId, key, seen, again)) return again;
    }
    throw new IdempotencyKeyInUseError();
  }

  const service = {
    /**
     * Runs `work` once for a key and keeps what it answers for 24 hours; the same request with that key is then
     * answered from there. Work that throws is not kept, so the key can be sent again. Work must be safe to repeat: it
     * runs again, under the same run id, where a process died before its answer was kept.
     *
     * @param request what was asked, as JSON: the same key with another request is refused
     * @throws InvalidInputError for a key that is none, IdempotencyKeyReusedError, IdempotencyKeyInUseError
     */
    async run(key: string, request: unknown, work: (run: Run) => Promise<string>): Promise<IdempotentAnswer> {
      if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
        throw InvalidInputError.of(['idempotencyKey'], 'Must be 1 to 255 printable ASCII characters', 'invalid_key');
      }
      await records.sweep(clock());
      const begun = await begin(key, fingerprintOf(request));
      if (!('owner' in begun)) return { answer: begun.answer, replayed: true };
      let answer: string;
      try {
        answer = await work({ id: begun.runId, mayRepeat: true, again: begun.owner !== begun.runId });
      } catch (error) {
        // The first error is the one to tell; a record that stays behind is taken over after half a minute.
        const done = isUncertain(error)
          ? records.replace(workspaceId, key, begun, { ...begun, startedAt: new Date(0) })
          : records.release(workspaceId, key, begun.owner);
        await done.catch(() => {});
        throw error;
      }
      await records.finish(workspaceId, key, begun.owner, answer);
      return { answer, replayed: false };
    },
  };

  /** The same for answers that are no text: what `memory` keeps of the first one brings it back. */
  const once: Once = async (key, request, memory, work) => {
    if (key == null) return work(newRun());
    const own: Awaited<ReturnType<typeof work>>[] = [];
    const { answer: kept } = await service.run(key, request, async (run) => {
      const answer = await work(run);
      own.push(answer);
      return JSON.stringify(memory.keep(answer));
    });
    const [first] = own;
    return first ?? memory.recall(JSON.parse(kept));
  };
  return { ...service, once };
}

/** Some of the work may have been done: the key stays with its run, and whoever sends it next goes on with that. */
function isUncertain(error: unknown): boolean {
  return error instanceof TimeoutError || !(error instanceof LeadgraphError);
}

/** The same for equal JSON, in whatever order its keys stand. */
function fingerprintOf(request: unknown): string {
  const sorted = JSON.stringify(request, (_key, value: unknown) =>
    isJsonObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return createHash('sha256').update(sorted).digest('hex');
}
