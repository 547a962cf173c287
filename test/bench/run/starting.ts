import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection, encode } from '../load/client.ts';
import { makeFolder, remove } from './leftovers.ts';
import { project, start } from './processes.ts';

export interface StartFigures {
  /** From the start of the process to the first answer of GraphQL, in milliseconds; one for each start. */
  firstAnswerMs: number[];
  /** Resident memory some seconds later, in bytes: gateway and database engine are one process here. */
  idleRss: number[];
}

const settleMs = 3_000;

/** Starts the gateway on an embedded database that exists, as `npm start` does the second time. */
export async function measureStart(times: number): Promise<StartFigures> {
  const directory = makeFolder();
  const figures: StartFigures = { firstAnswerMs: [], idleRss: [] };
  const env = { LEADGRAPH_DATA: join(directory, 'data'), TMPDIR: directory, PORT: '0', MONGODB_URI: '' };
  try {
    for (let time = 0; time <= times; time += 1) {
      const began = performance.now();
      const gateway = await start(join(project, 'dist', 'main.js'), {
        env: { ...env, LEADGRAPH_DRAIN_SECONDS: '0' },
        cores: null,
      });
      const key = readFileSync(join(directory, 'data', 'leadgraph-development-key'), 'utf8').trim();
      const connection = new Connection(Number(new URL(gateway.address).port));
      const query = '{ leads(first: 3) { nodes { id email name { full } } } }';
      const { body } = await connection.send(encode('/graphql', { query }, key));
      const took = performance.now() - began;
      connection.close();
      if (!body.includes('"nodes":[{')) throw new Error(`The gateway answered ${body}`);
      // The first start makes the database and writes the sample data.
      if (time > 0) {
        await new Promise((resolve) => setTimeout(resolve, settleMs));
        figures.firstAnswerMs.push(took);
        figures.idleRss.push((await gateway.usage()).rss);
      }
      await gateway.end('SIGTERM');
    }
  } finally {
    remove(directory);
  }
  return figures;
}
