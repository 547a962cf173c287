import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { BSON, type Document } from 'mongodb';

/** How a command fails: its connection breaks, or the server refuses it so. */
export type Fault = 'break' | { code: number; errorLabels?: string[] };

/** The engine, as if a router of a sharded cluster stood before it, which fails commands when it is told to. */
export interface FaultyRouter {
  /** What a MongoDB address names it by. */
  address: string;
  /** The next commands of this name fail so, one each. */
  fail(name: string, faults: readonly Fault[]): void;
  close(): Promise<void>;
}

const message = { opCode: 2013, documentAt: 21 };
const reply = { opCode: 1, documentAt: 36 };

export async function startFaultyRouter(socketPath: string): Promise<FaultyRouter> {
  const sockets = new Set<Socket>();
  const open = new Map<string, Fault[]>();

  const server = createServer((client) => {
    const database = connect(socketPath);
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => other.destroy());
    }
    onFrames(client, (frame) => {
      const fault = faultOf(frame);
      if (fault === 'break') client.destroy();
      else if (fault === undefined) database.write(frame);
      else client.write(refusal(frame, fault));
    });
    onFrames(database, (frame) => client.write(asRouter(frame)));
  });

  function faultOf(frame: Buffer): Fault | undefined {
    if (frame.readInt32LE(12) !== message.opCode) return undefined;
    // The documents of an insert come behind the command.
    const end = message.documentAt + frame.readInt32LE(message.documentAt);
    const [name = ''] = Object.keys(BSON.deserialize(frame.subarray(message.documentAt, end)));
    return open.get(name)?.shift();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (name, faults) => open.set(name, [...faults]),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function onFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes as Buffer]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const frame = rest.subarray(0, rest.readInt32LE(0));
      rest = rest.subarray(frame.length);
      take(frame);
    }
  });
}

function withDocument(head: Buffer, document: Document): Buffer {
  const frame = Buffer.concat([head, BSON.serialize(document)]);
  frame.writeInt32LE(frame.length, 0);
  return frame;
}

function refusal(frame: Buffer, fault: Exclude<Fault, 'break'>): Buffer {
  const head = Buffer.alloc(message.documentAt);
  frame.copy(head, 8, 4, 8);
  head.writeInt32LE(message.opCode, 12);
  return withDocument(head, { ok: 0, errmsg: 'It was told to fail', ...fault });
}

/** Only routers are told of a read preference by every client. */
function asRouter(frame: Buffer): Buffer {
  const { documentAt } = frame.readInt32LE(12) === reply.opCode ? reply : message;
  const options = { promoteValues: false, promoteLongs: false };
  const document = BSON.deserialize(frame.subarray(documentAt), options);
  if (!('maxWireVersion' in document)) return frame;
  return withDocument(frame.subarray(0, documentAt), { ...document, msg: 'isdbgrid' });
}
