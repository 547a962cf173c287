import { openEmbeddedEngine } from '../../../src/mongo/embedded.ts';

// The database in a process of its own: its work is on no server's account either.
const engine = await openEmbeddedEngine(process.argv[2] ?? '');
process.stdout.write(`Serves ${engine.uri}\n`);
process.on('SIGTERM', () => void engine.close().then(() => process.exit(0)));
