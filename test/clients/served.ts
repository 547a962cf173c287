import { type Served, serveOnLoopback } from '../rest/serve-on-loopback.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

/** A gateway with a socket, as clients of other makers reach it. */
export interface ServedGateway extends Served {
  gateway: TestGateway;
  /** Where GraphQL is: `http://127.0.0.1:40123/graphql`. */
  endpoint: string;
  client: TestClient;
  /** The headers that a client is set up with. */
  headers: { authorization: string };
}

export async function serveGateway(): Promise<ServedGateway> {
  const gateway = await createTestGateway();
  const client = await gateway.client();
  const served = await serveOnLoopback(gateway.listener);
  return {
    ...served,
    gateway,
    endpoint: `${served.url}/graphql`,
    client,
    headers: { authorization: `Bearer ${client.key}` },
  };
}
