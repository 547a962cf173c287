import type { MongoClient } from 'mongodb';

const tickMs = 1_000;
const checkEvents = ['serverHeartbeatStarted', 'serverHeartbeatSucceeded', 'serverHeartbeatFailed'] as const;

/**
 * Reconnects a client when the driver has stopped checking one of its servers. In mongodb 7.8 a check that is sent just
 * as its connection closes never ends, and the server then counts as away for good.
 * @returns ends the watch; to be called before the client is closed
 */
export function watchChecks(client: MongoClient): () => void {
  const { heartbeatFrequencyMS, connectTimeoutMS } = client.options;
  // Twice the longest time between two checks. Seconds count only while this process runs.
  const patience = Math.ceil((2 * (heartbeatFrequencyMS + connectTimeoutMS)) / tickMs);
  const silentTicks = new Map<string, number>();
  let connecting = false;
  let stopped = false;

  const heard = ({ connectionId }: { connectionId: string }) => void silentTicks.set(connectionId, 0);
  for (const name of checkEvents) client.on(name, heard);
  client.on('serverClosed', ({ address }) => void silentTicks.delete(address));

  async function connectAnew(): Promise<void> {
    await client.close().catch(() => {});
    while (!stopped) {
      // While the database is away each attempt takes as long as the driver waits for a server.
      const isConnected = await client.connect().then(
        () => true,
        () => false,
      );
      if (isConnected) return;
    }
  }

  const timer = setInterval(() => {
    for (const [address, ticks] of silentTicks) silentTicks.set(address, ticks + 1);
    if (connecting || Math.max(0, ...silentTicks.values()) <= patience) return;
    connecting = true;
    silentTicks.clear();
    void connectAnew().finally(() => {
      connecting = false;
    });
  }, tickMs).unref();

  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
