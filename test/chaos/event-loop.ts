import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Env, newPath, type RunningGateway, startGateway } from '../start/processes.ts';

/**
 * Loaded into a gateway before anything of it: looks at the clock every few milliseconds and remembers the longest time
 * in which it could not. Time in which the thread was ready to run and the processors were busy with others counts as
 * that machine's, not as the gateway's.
 */
const preload = `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
const waited = () => {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
};
let [last, before, longest] = [performance.now(), waited(), 0];
setInterval(() => {
  const [now, after] = [performance.now(), waited()];
  longest = Math.max(longest, now - last - (after - before));
  [last, before] = [now, after];
}, 4).unref();
createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {}).on('data', (command) => {
    if (String(command) === 'block') {
      for (const since = performance.now() - waited(); performance.now() - waited() < since + 300; );
      socket.end();
      return;
    }
    // A block that has just ended is noticed by the next look at the clock.
    setTimeout(() => {
      socket.end(String(longest));
      longest = 0;
    }, 15);
  });
}).listen(process.env.LEADGRAPH_TEST_LOOP).unref();
`;

/** A gateway whose event loop is watched from within. */
export interface WatchedGateway extends RunningGateway {
  /** The longest that the event loop was blocked since this was last asked (ms). */
  longestBlock(): Promise<number>;
  /** The control: blocks it for 300 ms. */
  block(): Promise<void>;
}

export async function startWatchedGateway(env: Env): Promise<WatchedGateway> {
  const file = `${newPath('watch')}.mjs`;
  writeFileSync(file, preload);
  const socketPath = newPath('loop');
  const gateway = await startGateway({ ...env, LEADGRAPH_TEST_LOOP: socketPath }, ['--import', file]);
  const ask = (command: 'longest' | 'block') => text(connect(socketPath).end(command));
  return {
    ...gateway,
    longestBlock: async () => Number(await ask('longest')),
    async block() {
      await ask('block');
    },
  };
}
