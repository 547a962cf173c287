import { describe, expect, test } from 'vitest';
import { createClient, GatewayError } from '../../src/cli/client.ts';
import { type Batch, type DoneBatch, runBatches, toBatches } from '../../src/cli/import/batches.ts';
import { prepareLead } from '../../src/cli/import/lead-input.ts';
import { createPreview } from '../../src/cli/import/preview.ts';
import { type RetryPolicy, withRetry } from '../../src/cli/import/retry.ts';
import type { SourceRow } from '../../src/cli/import/rows.ts';
import { type Outcome, sendLeads } from '../../src/cli/import/send.ts';
import { noRules } from '../../src/lead/identity/identity.rules.ts';
import { serveStub, stubResult } from './support.ts';

const none = { source: null, listIds: [] };
const readyLead = (email: string, note = '') =>
  prepareLead(
    { type: 'person', name: { full: 'Jane' }, email, ...(note === '' ? {} : { attributes: { note } }) },
    none,
    noRules,
  );

/** Rows of leads, one for each list of keys. */
function rowsOf(...keys: string[][]): SourceRow[] {
  return keys.map((own, index) => ({
    row: index + 1,
    bytes: index + 1,
    cells: [],
    lead: { input: { type: 'person', name: { full: 'J' } }, keys: own },
    problem: null,
  }));
}

async function* feed<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const never = new AbortController().signal;
const quiet: RetryPolicy = { retries: 0, signal: never, onWait: () => {} };

describe('batches', () => {
  test('hold as many leads as are wanted, and less where they would be too long for a request', async () => {
    const rows = rowsOf(['a'], ['b'], ['c'], ['d'], ['e']);
    expect((await collect(toBatches(feed(rows), 2, never))).map((batch) => batch.rows.map(({ row }) => row))).toEqual([
      ...[[1, 2], [3, 4], [5]],
    ]);
    const long = rows.map((row) => ({ ...row, lead: readyLead('a@acme.com', 'x'.repeat(60_000)) }));
    expect((await collect(toBatches(feed(long), 100, never))).map((batch) => batch.rows.length)).toEqual([3, 2]);
  });

  test('are committed in the order of the file, whichever is answered first, and read no faster', async () => {
    const answers = new Map<number, (outcomes: Outcome[]) => void>();
    const committed: number[] = [];
    let read = 0;
    async function* batches(): AsyncGenerator<Batch> {
      for (const row of rowsOf(['a'], ['b'], ['c'], ['d'], ['e'])) {
        read += 1;
        yield { rows: [row], keys: new Set(row.lead?.keys) };
      }
    }
    const done = runBatches(batches(), {
      concurrency: 2,
      send: ({ rows }) => new Promise((resolve) => answers.set(rows[0]?.row ?? 0, resolve)),
      commit: async ({ rows }) => void committed.push(rows[0]?.row ?? 0),
    });
    const answer = async (row: number) => {
      answers.get(row)?.([{ kind: 'created' }]);
      await new Promise((resolve) => setImmediate(resolve));
    };
    await answer(0);
    expect({ sent: [...answers.keys()], read }).toEqual({ sent: [1, 2], read: 3 });
    await answer(2);
    expect({ committed, sent: answers.size }).toEqual({ committed: [], sent: 2 });
    await answer(1);
    expect({ committed, sent: answers.size }).toEqual({ committed: [1, 2], sent: 4 });
    for (const row of [3, 4]) await answer(row);
    await answer(5);
    await done;
    expect(committed).toEqual([1, 2, 3, 4, 5]);
  });

  test('that share an identity key are never under way together', async () => {
    const underWay = new Set<string>();
    const together: string[] = [];
    const rows = rowsOf(['a'], ['b'], ['a', 'c'], ['d'], ['c'], ['b']);
    await runBatches(toBatches(feed(rows), 1, never), {
      concurrency: 4,
      async send({ keys }) {
        for (const key of keys) {
          if (underWay.has(key)) together.push(key);
          underWay.add(key);
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
        for (const key of keys) underWay.delete(key);
        return [{ kind: 'created' }];
      },
      commit: async () => {},
    });
    expect(together).toEqual([]);
  });

  test('end with the first failure; what was answered before it is committed', async () => {
    const committed: number[] = [];
    const failing = runBatches(toBatches(feed(rowsOf(['a'], ['b'], ['c'], ['d'])), 1, never), {
      concurrency: 3,
      async send({ rows }) {
        if (rows[0]?.row === 2) throw new Error('gone');
        return [{ kind: 'created' }];
      },
      commit: async ({ rows }) => void committed.push(rows[0]?.row ?? 0),
    });
    await expect(failing).rejects.toThrow('gone');
    expect(committed).toEqual([1]);
  });
});

describe('a request that fails', () => {
  const failing = (...errors: (Error | null)[]) => {
    const left = [...errors];
    return async () => {
      const error = left.shift();
      if (error) throw error;
      return 'done';
    };
  };
  const busy = (retryAfterMs: number | null = null) =>
    new GatewayError('RATE_LIMITED', 'Too many requests', { status: 429, retryAfterMs });

  test('is sent again after waits that double, or that the gateway asks for', async () => {
    const waits: number[] = [];
    const policy: RetryPolicy = {
      ...quiet,
      retries: 8,
      random: () => 0,
      sleep: async (ms) => waits.push(ms),
    };
    const lost = new GatewayError('UNREACHABLE', 'cut', { status: null });
    expect(await withRetry(failing(lost, busy(), busy(5000), busy(), null), policy)).toBe('done');
    expect(waits).toEqual([500, 1000, 5000, 4000]);
  });

  test('is not sent again where that cannot help, nor for ever', async () => {
    let waits = 0;
    const policy: RetryPolicy = { ...quiet, retries: 2, sleep: async () => (waits += 1) };
    const refused = new GatewayError('FORBIDDEN', 'no', { status: 200 });
    await expect(withRetry(failing(refused), policy)).rejects.toThrow('no');
    expect(waits).toBe(0);
    await expect(withRetry(failing(busy(), busy(), busy(), null), policy)).rejects.toThrow('Too many requests');
    expect(waits).toBe(2);
  });

  test('is given up at once on Ctrl-C', async () => {
    const stop = new AbortController();
    const onWait = () => setImmediate(() => stop.abort());
    const policy: RetryPolicy = { retries: 9, signal: stop.signal, onWait };
    await expect(withRetry(failing(busy(60_000)), policy)).rejects.toMatchObject({
      code: 'INTERRUPTED',
      exitCode: 130,
    });
  });
});

describe('leads that are sent', () => {
  const leads = ['a', 'b', 'c', 'd', 'e'].map((name) => readyLead(`${name}@acme.com`));

  test('come back with what became of each, and why', async () => {
    const url = await serveStub(() => ({
      data: {
        result: {
          items: [
            { index: 1, outcome: 'MERGED', error: null },
            { index: 0, outcome: 'CREATED', error: null },
            {
              index: 2,
              outcome: 'INVALID',
              error: {
                code: 'INVALID_INPUT',
                message: 'No',
                issues: [{ path: ['inputs', '2', 'name', 'full'], message: 'Must not be empty' }],
              },
            },
          ],
        },
      },
    }));
    const client = createClient({ url, key: 'sk' });
    expect(await sendLeads(client, leads.slice(0, 3), { key: 'k', retry: quiet })).toEqual([
      { kind: 'created' },
      { kind: 'merged' },
      { kind: 'invalid', code: 'INVALID_INPUT', reason: 'name.full: Must not be empty' },
    ]);
  });

  test('are divided until those that a gateway refuses the whole request for are found', async () => {
    const sizes: number[] = [];
    const keys = new Set<unknown>();
    const url = await serveStub((asked) => {
      const inputs = asked.variables.inputs ?? [];
      sizes.push(inputs.length);
      keys.add(asked.variables.key);
      if (!inputs.some((input) => input.email === 'd@acme.com')) return { data: { result: stubResult(asked) } };
      const message = 'Variable "$inputs" got invalid value at "inputs[3].type"';
      return { errors: [{ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] };
    });
    const client = createClient({ url, key: 'sk' });
    const outcomes = await sendLeads(client, leads, { key: 'k', retry: quiet });
    expect(outcomes.map(({ kind }) => kind)).toEqual(['created', 'created', 'created', 'invalid', 'created']);
    expect(outcomes[3]).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
      reason: expect.stringContaining('inputs[3]'),
    });
    expect(sizes).toEqual([5, 2, 3, 1, 2, 1, 1]);
    expect([...keys]).toEqual(['k', 'ka', 'kb', 'kba', 'kbb', 'kbba', 'kbbb']);
  });

  test('fail together where the gateway does not know the mutation', async () => {
    const message = 'Cannot query field "createLeads" on type "Mutation".';
    const url = await serveStub(() => ({ errors: [{ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }));
    const client = createClient({ url, key: 'sk' });
    await expect(sendLeads(client, leads, { key: 'k', retry: quiet })).rejects.toThrow(message);
  });
});

test('a dry run follows the leads of the file across batches', () => {
  const preview = createPreview();
  const kinds = (rows: SourceRow[], outcomes: Outcome[]) => {
    const done: DoneBatch = { rows, outcomes };
    return preview(done).outcomes.map(({ kind }) => kind);
  };
  const created: Outcome = { kind: 'created' };
  expect(kinds(rowsOf(['a'], ['b'], ['x']), [created, created, { kind: 'merged', leadId: 'lead_1' }])).toEqual([
    ...['created', 'created', 'merged'],
  ]);
  // Known from the batch before; two leads of that batch at once; one of its leads and one of the gateway.
  expect(kinds(rowsOf(['a', 'c'], ['c', 'b'], ['a', 'x']), [created, created, created])).toEqual([
    ...['merged', 'conflict', 'conflict'],
  ]);
  expect(
    kinds(rowsOf(['c'], ['d'], ['y']), [created, { kind: 'invalid', code: 'X' }, { kind: 'merged', leadId: 'lead_1' }]),
  ).toEqual(['merged', 'invalid', 'merged']);
});
