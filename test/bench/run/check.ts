import { deepStrictEqual } from 'node:assert/strict';
import { ObjectId } from 'mongodb';
import { cleanUp } from '../data/seed.ts';
import { Connection, encode } from '../load/client.ts';
import { type Operation, operations } from '../operations.ts';
import type { Bench, ServerName } from './environment.ts';

/** Requests of each operation that are compared. */
const turns = [1, 2, 3];

interface Shown {
  status: number;
  answer: unknown;
  commands: string[];
}

/** Whether a server is asked for an operation. */
export function takes(name: ServerName, operation: Operation): boolean {
  return operation.servers === 'all' || name === 'leadgraph' || name === 'floor';
}

/**
 * Asks every server the same and compares with the floor: the answers, and the commands that each sent to the database.
 * @throws where one differs
 */
export async function checkEqual(
  bench: Bench,
  names: readonly ServerName[],
  chosen: readonly Operation[],
): Promise<void> {
  const shown = new Map<string, Shown>();
  const restore = await remember(bench, chosen);
  for (const name of ['floor', ...names.filter((other) => other !== 'floor')] as ServerName[]) {
    const server = await bench.serve(name, { watch: true });
    const connection = new Connection(server.port);
    const ask = async (operation: Operation, turn: number) => {
      const { path, body } = operation.request(turn, bench.scale);
      return connection.send(encode(path, body, bench.key));
    };
    // The first request looks the key up.
    await ask(operations[0] as Operation, 0);
    await server.watched();
    for (const operation of chosen.filter((one) => takes(name, one))) {
      for (const turn of turns) {
        const { status, body } = await ask(operation, turn);
        const commands = (await server.watched()).flatMap(({ text }) => normalCommand(text) ?? []).sort();
        const one = { status, answer: JSON.parse(normal(body.toString())), commands };
        const label = `${operation.name} ${turn}`;
        const floor = shown.get(label);
        if (floor === undefined) shown.set(label, one);
        else compare(name, label, one, floor);
      }
    }
    connection.close();
    await server.end();
    await restore();
  }
}

/** Keeps what the requests are going to write to, so that each server finds the same. */
async function remember({ mongo, scale, workspaceId }: Bench, chosen: readonly Operation[]) {
  const touched = chosen.flatMap((operation) =>
    turns.map((turn) => JSON.stringify(operation.request(turn, scale).body)),
  );
  const ids = touched.flatMap((text) => text.match(/(?<=lead_)[0-9a-f]{24}/g) ?? []);
  const emails = touched.flatMap((text) => text.match(/p\d{7}@firm\d+\.com/g) ?? []);
  const leads = mongo.db.collection('leads');
  const kept = await leads
    .find({
      $or: [
        { _id: { $in: ids.map((id) => new ObjectId(id)) } },
        { identityKeys: { $in: emails.map((email) => `email:${email}`) } },
      ],
    })
    .toArray();
  return async () => {
    await cleanUp(mongo.db, workspaceId);
    for (const lead of kept) await leads.replaceOne({ _id: lead._id }, lead);
    await mongo.db.collection('entities').updateMany({}, { $set: { status: 'new' } });
  };
}

function compare(name: ServerName, label: string, one: Shown, floor: Shown): void {
  const complaint = `${name} and the floor differ at ${label}`;
  deepStrictEqual(one.status, floor.status, `${complaint}: ${JSON.stringify(one.answer).slice(0, 2_000)}`);
  try {
    deepStrictEqual(one.answer, floor.answer);
  } catch (error) {
    throw new Error(`${complaint}: ${error instanceof Error ? error.message : error}`);
  }
  const [own, bare] = [one.commands.join('\n'), floor.commands.join('\n')];
  if (own === bare) return;
  const at = [...own].findIndex((character, index) => character !== bare[index]);
  const near = (text: string) => text.slice(Math.max(0, at - 200), at + 200);
  throw new Error(`${complaint} in their commands:\n${near(own)}\nfloor:\n${near(bare)}`);
}

/** Without what differs from one run of a request to the next: new ids and the present time. */
function normal(text: string): string {
  return text
    .replace(/lead_(?!6500000000)[0-9a-f]{24}/g, 'lead_new')
    .replace(/"20(?:2[5-9]|[3-9]\d)-\d\d-\d\dT[\d:.]+Z"/g, '"now"')
    .replace(/"(?!018e0000)[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"/g, '"run"')
    .replace(/\{"\$oid":"(?!6500000000)[0-9a-f]{24}"\}/g, '"id"');
}

/** What a gateway looks after by itself from time to time, whatever it is asked. */
const background = ['duplicateScans', 'keys', 'sharedCounts', 'workspaces'];

/** A command, without what only bounds it or names its session; null for one that is part of no request. */
function normalCommand(text: string): string | null {
  const { maxTimeMS: _bound, lsid: _session, $db: _db, writeConcern: _durable, ...command } = JSON.parse(normal(text));
  if (background.includes(String(Object.values(command)[0]))) return null;
  return JSON.stringify(inOrder(command));
}

/** The keys of an input come in the order that a server read them in; those of a sort or a hint mean something. */
function inOrder(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => inOrder(item));
  if (typeof value !== 'object' || value === null || name === 'sort' || name === 'hint') return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, inOrder(inner, key)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
