import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type Database, type Dump, difference, openDatabase, textOf } from './database.ts';
import { findIds } from './traces.ts';
import { fillWorkspace, type WorkspaceData } from './workspace-data.ts';

/** Who asks, and what there is to ask for. */
export interface Asking extends WorkspaceData {
  client: TestClient;
}

/** One of the two workspaces, with a key that may do everything. */
export interface Workspace extends Asking {
  /** All that it has, before any test. */
  dump: Dump;
  ids: ReadonlySet<string>;
}

/** What a request did. */
export interface Outcome {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** The database commands that it sent, sorted. */
  commands: string[];
  /** What my workspace has after it. */
  stored: Dump;
}

/** Two workspaces of one gateway: mine, which asks, and theirs, which nothing may reach. */
export interface World {
  gateway: TestGateway;
  database: Database;
  mine: Workspace;
  theirs: Workspace;
  /** When both were complete, in ms; all that happens later is of a test. */
  since: number;
  /** Whether an id was somebody's before any test. */
  isKnown(id: string): boolean;
  /** Puts my workspace back to what it was. Fails where anything of theirs has changed meanwhile. */
  undo(): Promise<Dump>;
  /** Sends a request, looks at what it did, and undoes it. */
  observe(send: () => Promise<Response>): Promise<Outcome>;
}

/** Commands that change nothing. */
const reads = /^(find|aggregate|getMore|killCursors) /;

/** Generated documents ask for everything, which no client does. */
const limits = {
  bodyBytes: 8 * 1024 * 1024,
  tokens: 1_000_000,
  depth: 100,
  aliases: 1_000_000,
  cost: Number.MAX_SAFE_INTEGER,
  responseBytes: 256 * 1024 * 1024,
};

/** @param alone runs while there is only my workspace */
export async function createWorld(
  alone: (world: { gateway: TestGateway; mine: Asking }) => Promise<void> = async () => {},
): Promise<World> {
  // No key is looked up again in the middle of a comparison.
  const gateway = await createTestGateway(limits, {}, { keyCacheSeconds: 24 * 60 * 60 });
  const database = openDatabase(gateway.mongo);
  const myClient = await gateway.client();
  const myData = await fillWorkspace(gateway, myClient, 'mine');
  await alone({ gateway, mine: { ...myData, client: myClient } });
  const theirClient = await gateway.client({ workspace: 'Their workspace' });
  const theirData = await fillWorkspace(gateway, theirClient, 'theirs');

  // What a request changes of the rules is undone with the rest.
  const { identity } = await gateway.workspaces.authenticate(`Bearer ${myClient.key}`);

  const all = await database.dump();
  const complete = (client: TestClient, data: WorkspaceData): Workspace => {
    const dump = all(client.workspaceId);
    return { ...data, client, dump, ids: findIds(textOf(dump)) };
  };
  const mine = complete(myClient, myData);
  const theirs = complete(theirClient, theirData);

  async function undo(): Promise<Dump> {
    const now = await database.dump();
    const [stored, others] = [now(mine.client.workspaceId), now(theirs.client.workspaceId)];
    await database.restore(mine.dump, stored);
    gateway.workspaces.learn(mine.client.workspaceId, identity);
    const { added, gone } = difference(theirs.dump, others);
    if (added.length + gone.length > 0) {
      await database.restore(theirs.dump, others);
      throw new Error(`The other workspace has changed:\n${textOf(gone)}\nis now\n${textOf(added)}`);
    }
    return stored;
  }

  return {
    gateway,
    database,
    mine,
    theirs,
    since: Date.now(),
    isKnown: (id) => mine.ids.has(id) || theirs.ids.has(id),
    undo,
    async observe(send) {
      const { response, commands } = await watchCommands(gateway, send);
      const { status, headers } = response;
      const body = await response.text();
      const stored = commands.every((command) => reads.test(command)) ? mine.dump : await undo();
      return { status, headers: Object.fromEntries(headers), body, commands, stored };
    },
  };
}

async function watchCommands({ mongo }: TestGateway, send: () => Promise<Response>) {
  const commands: string[] = [];
  const note = ({ commandName, command }: { commandName: string; command: Record<string, unknown> }) =>
    commands.push(`${commandName} ${command[commandName]}`);
  mongo.client.on('commandStarted', note);
  try {
    return { response: await send(), commands: commands.sort() };
  } finally {
    mongo.client.off('commandStarted', note);
  }
}

/** Sends a GraphQL document with the key of a client. */
export function ask(
  { gateway }: Pick<World, 'gateway'>,
  client: Pick<TestClient, 'key'>,
  query: string,
  variables: Record<string, unknown>,
): Promise<Response> {
  return gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${client.key}` },
    body: JSON.stringify({ query, variables }),
  });
}
