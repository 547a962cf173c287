import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  eventually,
  newPath,
  type RunningGateway,
  send,
  startGateway,
  startProcess,
  timeout,
  within,
} from './processes.ts';

const createLead = `mutation($input: CreateLeadInput!) {
  createLead(input: $input) { ... on CreateLeadPayload { outcome lead { id } } }
}`;

/** The processes that a process has started. */
function childrenOf({ child }: RunningGateway): number[] {
  const text = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
}

async function isGone(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

const whereProcIs = test.skipIf(process.platform !== 'linux');

whereProcIs('workers serve one port and one database, are replaced, and stop as one', { timeout }, async () => {
  const gateway = await startGateway({ WORKERS: '3', LEADGRAPH_DATA: newPath('data') });
  const workers = childrenOf(gateway);
  expect(workers).toHaveLength(3);
  expect(gateway.banner).toContain(gateway.key);

  const create = (n: number) => {
    const input = { type: 'PERSON', name: { full: 'Jane Doe' }, email: 'jane@acme.com', metadata: { [`k${n}`]: n } };
    return send(gateway.url, gateway.key, createLead, { input });
  };
  const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => create(n)));
  const leads = answers.map(({ data }) => data?.createLead as { outcome: string; lead: { id: string } });
  expect(new Set(leads.map(({ lead }) => lead.id)).size).toBe(1);
  expect(leads.filter(({ outcome }) => outcome === 'CREATED')).toHaveLength(1);

  const [victim = 0] = workers;
  process.kill(victim, 'SIGKILL');
  await eventually('another worker', async () => childrenOf(gateway).filter((pid) => pid !== victim).length === 3);
  await eventually('an answer', async () => (await create(30).catch(() => null))?.status === 200);

  const { code, stderr } = await gateway.kill('SIGTERM');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

whereProcIs('workers end with the process that started them', { timeout }, async () => {
  const gateway = await startGateway({ WORKERS: '2', LEADGRAPH_DATA: newPath('data') });
  const workers = childrenOf(gateway);
  await gateway.kill('SIGKILL');
  for (const pid of workers) await eventually('its workers to end', () => isGone(pid));
});

test('a worker that cannot start ends the start, with its reason', { timeout }, async () => {
  const gateway = await startGateway({ LEADGRAPH_DATA: newPath('data') });
  const port = new URL(gateway.url).port;
  const second = startProcess('main.js', [], { PORT: port, WORKERS: '2', LEADGRAPH_DATA: newPath('data') });
  const { code, stderr } = await within('the second to give up', second.exited);
  expect(code).toBe(1);
  expect(stderr).toContain(`PORT ${port} is taken by another program`);
});
