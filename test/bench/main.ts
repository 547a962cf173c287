import { parseArgs } from 'node:util';
import { operations } from './operations.ts';
import { overheadTable } from './report/tables.ts';
import { checkEqual } from './run/check.ts';
import { openBench, type ServerName, serverNames } from './run/environment.ts';
import { placementHere } from './run/processes.ts';
import { measure } from './run/rounds.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    operations: { type: 'string', default: operations.map(({ name }) => name).join(',') },
    servers: { type: 'string', default: serverNames.join(',') },
    leads: { type: 'string', default: '50000' },
    connections: { type: 'string', default: '16' },
    quick: { type: 'boolean', default: false },
  },
});
const chosen = values.operations.split(',').map((name) => {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`There is no operation ${name}: ${operations.map((one) => one.name)}`);
  return found;
});
const servers = values.servers.split(',').map((name) => {
  const found = serverNames.find((server) => server === name);
  if (found === undefined) throw new Error(`There is no server ${name}: ${serverNames}`);
  return found;
}) as ServerName[];
const say = (text: string) => process.stderr.write(`${text}\n`);

const placement = placementHere();
if (placement === null) say('Without taskset the processes run where the system puts them');
const bench = await openBench(Number(values.leads), placement);
try {
  say(`${bench.scale.leads} leads are there`);
  await checkEqual(bench, servers, chosen);
  say('All answers and commands are equal');
  const { samples } = await measure(bench, {
    rounds: values.quick ? 1 : Number(values.rounds),
    servers,
    operations: chosen,
    connections: Number(values.connections),
    factor: values.quick ? 0.4 : 1,
    onProgress: say,
  });
  process.stdout.write(overheadTable(samples, chosen, servers));
} finally {
  await bench.close();
}
process.exit(0);
