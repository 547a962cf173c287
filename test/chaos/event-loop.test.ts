import { expect, test } from 'vitest';
import { newPath, send } from '../start/processes.ts';
import { startWatchedGateway, type WatchedGateway } from './event-loop.ts';
import { isLong, note, sleep } from './form.ts';
import { type Hostile, hostileRequests } from './hostile-requests.ts';

const longestMs = 150;
const tries = 3;
const timeout = isLong ? 300_000 : 180_000;

/** Sends it and answers how long the event loop was blocked meanwhile (ms). */
async function blockOf(gateway: WatchedGateway, { path, method = 'POST', body }: Hostile): Promise<number> {
  await gateway.longestBlock();
  const response = await fetch(`${gateway.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.key}` },
    body,
  });
  const answer = await response.text();
  const block = await gateway.longestBlock();
  expect(`${response.status} ${answer.slice(0, 300)}`).not.toMatch(/^5|INTERNAL_SERVER_ERROR/);
  return block;
}

test(`no hostile request blocks the event loop for ${longestMs} ms`, { timeout }, async () => {
  const limits = {
    LEADGRAPH_RATE_LIMIT: '0',
    LEADGRAPH_RATE_LIMIT_ADDRESS: '0',
    // On a busy machine a batch takes longer than it may; what counts here is what it does to others.
    LEADGRAPH_EXECUTION_SECONDS: '120',
    LEADGRAPH_LOG_LEVEL: 'fatal',
  };
  const gateway = await startWatchedGateway({ LEADGRAPH_DATA: newPath('data'), ...limits });
  const { data } = await send(gateway.url, gateway.key, '{ leads(first: 1) { nodes { id } } }');
  const leadId = (data as { leads: { nodes: { id: string }[] } }).leads.nodes[0]?.id ?? '';

  await gateway.longestBlock();
  await sleep(500);
  const idle = await gateway.longestBlock();
  // The control: a block that is there is seen.
  await gateway.block();
  expect(await gateway.longestBlock()).toBeGreaterThan(250);

  const rounds = Array.from({ length: tries }, (_, round) => hostileRequests(leadId, round, isLong));
  const blocks: [string, number][] = [];
  const failures: string[] = [];
  for (const [index, { name }] of (rounds[0] ?? []).entries()) {
    let least = Number.POSITIVE_INFINITY;
    // Tried again where it took long: the first of its kind is compiled, and the machine may be busy.
    for (const round of rounds) {
      const hostile = round[index];
      if (hostile === undefined || least < longestMs) break;
      try {
        least = Math.min(least, await blockOf(gateway, hostile));
      } catch (error) {
        failures.push(`${name}: ${error instanceof Error ? error.message.slice(0, 400) : error}`);
        break;
      }
    }
    blocks.push([name, Math.round(least)]);
  }
  const worst = blocks.sort((a, b) => b[1] - a[1]);
  note(
    `event loop: ${blocks.length} hostile requests, idle ${Math.round(idle)} ms, longest blocks (ms): ` +
      worst
        .slice(0, 8)
        .map(([name, block]) => `${name} ${block}`)
        .join(', '),
  );
  expect(failures).toEqual([]);
  expect(worst.filter(([, block]) => block >= longestMs)).toEqual([]);
});
