import type { TestGateway } from '../support/gateway.ts';

/** What a request was answered, as far as tests of access look. */
interface Entry {
  status: number;
  code: string | null;
  body: unknown;
  header(name: string): string | null;
}

interface Caller {
  credential?: string;
  /** The address at the other end of the connection. */
  peer?: string;
  headers?: Record<string, string>;
}

type Door = (gateway: TestGateway, caller: Caller) => Promise<Entry>;

function headersOf({ credential, headers }: Caller): Record<string, string> {
  return { ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }), ...headers };
}

async function enter(gateway: TestGateway, path: string, init: RequestInit, peer?: string): Promise<Entry> {
  const response = await gateway.fetch(path, init, peer);
  const body = await response.json();
  const code = body.errors?.[0]?.extensions?.code ?? body.code ?? null;
  return { status: response.status, code, body, header: (name) => response.headers.get(name) };
}

/** A cheap request through each door. */
export const doors: [string, Door][] = [
  [
    'GraphQL',
    (gateway, caller) => {
      const headers = { 'content-type': 'application/json', ...headersOf(caller) };
      const body = '{"query":"{ viewer { workspaceId } }"}';
      return enter(gateway, '/graphql', { method: 'POST', headers, body }, caller.peer);
    },
  ],
  [
    'REST, in the words of Puffle',
    (gateway, caller) => enter(gateway, '/api/leads?limit=1', { headers: headersOf(caller) }, caller.peer),
  ],
  [
    'REST, in the words of PollyBot',
    (gateway, caller) =>
      enter(gateway, '/api/v1/leads/lead_6742f0a1b3c4d5e6f7a8b9c0', { headers: headersOf(caller) }, caller.peer),
  ],
];

/** Any door will do for what is decided before the doors differ. */
export const enterGraphql: Door = (gateway, caller) => {
  const [[, door] = []] = doors;
  if (door === undefined) throw new Error('There is no door');
  return door(gateway, caller);
};
