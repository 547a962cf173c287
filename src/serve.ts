import { createAccess } from './access/access.ts';
import { createSharing } from './access/sharing.ts';
import { type Config, graceMs } from './config.ts';
import { createScanWorker } from './duplicates/scan.worker.ts';
import { createGateway } from './http/gateway.ts';
import { startServer } from './http/server.ts';
import type { Mongo } from './mongo/client.ts';
import { systemClock } from './shared/clock.ts';
import { newUuid } from './shared/ids.ts';
import type { Logger } from './shared/logger.ts';
import type { Prepared, RunningGateway } from './start.ts';
import { createRekeyWorker } from './workspace/rekey.worker.ts';

const tools = { clock: systemClock, newId: newUuid };

/** Serves from a database that is prepared. */
export async function serve(config: Config, mongo: Mongo, logger: Logger, prepared: Prepared): Promise<RunningGateway> {
  const { stores, workspaces, usage, development } = prepared;
  const access = createAccess({ settings: config.access, workspaces, clock: systemClock, logger });
  const sharing =
    config.access.store === 'memory'
      ? null
      : createSharing({ limiters: access.limiters, counts: stores.sharedCounts, clock: systemClock, logger });
  let stopping = false;
  const gateway = createGateway({
    ...tools,
    stores,
    access,
    logger,
    checkReady: async () => {
      if (stopping) throw new Error('The gateway is stopping');
      await mongo.ping();
    },
    corsOrigins: config.corsOrigins,
    limits: config.limits,
    graphiql: config.graphiql,
    introspection: config.introspection,
    trustedDocuments: config.trustedDocuments,
    // The name that a page was asked for by is the visitor's own claim, so it counts only where nobody else can reach us.
    developmentKey: isLoopback(config.host) ? (development?.key ?? null) : null,
    exampleIds: async () => development?.exampleIds() ?? {},
  });
  const server = await startServer(gateway, config, (err) =>
    logger.error({ err }, 'A connection could not be accepted'),
  );
  usage.start();
  sharing?.start();
  const scanWorker = createScanWorker({
    ...tools,
    ...stores,
    onError: (err) => logger.error({ err }, 'A scan for duplicates was interrupted'),
  });
  scanWorker.start();
  const rekeyWorker = createRekeyWorker({
    ...tools,
    ...stores,
    onError: (err) => logger.error({ err }, 'A re-keying was interrupted'),
  });
  rekeyWorker.start();
  const { url } = server;
  return {
    url,
    banner: development === null ? productionBanner(url) : developmentBanner(url, development.key, config.graphiql),
    async stop(drain = false) {
      stopping = true;
      await Promise.all([server.stop(drain ? config.drainMs : 0, graceMs), scanWorker.stop(), rekeyWorker.stop()]);
      await Promise.all([usage.stop(), sharing?.stop()]);
      await mongo.close();
    },
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

function developmentBanner(url: string, key: string, graphiql: boolean): string {
  const body = JSON.stringify({ query: '{ leads(first: 3) { nodes { id email name { full } } } }' });
  return [
    '',
    `Leadgraph serves ${url}/graphql from the embedded database, with sample data.`,
    '',
    ...(graphiql ? [`  GraphiQL         ${url}/graphql`] : []),
    `  REST             ${url}/api/docs`,
    `  Development key  ${key}`,
    '',
    'Try it:',
    '',
    `  curl -s ${url}/graphql -H 'content-type: application/json' \\`,
    `    -H 'authorization: Bearer ${key}' \\`,
    `    -d '${body}'`,
    '',
  ].join('\n');
}

function productionBanner(url: string): string {
  return [
    `Leadgraph serves ${url}/graphql from the database of MONGODB_URI.`,
    'Make a key:  npm run keys -- create --workspace "Acme" --scopes leads:read,leads:write',
  ].join('\n');
}
