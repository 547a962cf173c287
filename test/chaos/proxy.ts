import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A way to a database that can be cut.
 * `refuse`: nothing listens there any more, and open connections are cut.
 * `stall`: connections are accepted and stay open, and no byte comes through, as when a network drops packets; `restore`
 *   lets what was held back through.
 * `swallowAnswers`: the database hears everything, and nobody hears the database.
 */
export interface DatabaseProxy {
  /** What a MongoDB address names it by. */
  address: string;
  restore(): Promise<void>;
  refuse(): Promise<void>;
  stall(): void;
  swallowAnswers(): void;
  close(): Promise<void>;
}

interface Link {
  client: Socket;
  database: Socket;
}

/** @param socketPath answers where the database listens now */
export async function startProxy(socketPath: () => string): Promise<DatabaseProxy> {
  const links = new Set<Link>();
  let stalled = false;
  let deaf = false;

  const server = createServer((client) => {
    const database = connect(socketPath());
    const link = { client, database };
    links.add(link);
    client.on('error', () => {}).on('data', (bytes) => database.write(bytes));
    database.on('error', () => {}).on('data', (bytes) => deaf || client.write(bytes));
    client.on('close', () => database.destroy()).on('end', () => database.end());
    database.on('close', () => {
      links.delete(link);
      client.destroy();
    });
    if (stalled) pause(link);
  });
  const cut = () => {
    for (const { client, database } of links) {
      client.destroy();
      database.destroy();
    }
  };
  const { port } = await listen(server, 0);

  return {
    address: `127.0.0.1:${port}`,
    async restore() {
      // An answer that was swallowed leaves a connection behind that nobody can use.
      if (deaf) cut();
      [stalled, deaf] = [false, false];
      for (const { client, database } of links) {
        client.resume();
        database.resume();
      }
      if (!server.listening) await listen(server, port);
    },
    async refuse() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
    stall() {
      stalled = true;
      for (const link of links) pause(link);
    },
    swallowAnswers() {
      deaf = true;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}

function pause({ client, database }: Link): void {
  client.pause();
  database.pause();
}

async function listen(server: Server, port: number): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return server.address() as AddressInfo;
}
