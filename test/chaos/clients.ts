import { type Agent, type ClientRequest, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { sleep } from './form.ts';

/** A gateway as clients see it. */
export interface Backend {
  url: string;
  key: string;
}

export interface Reply {
  status: number;
  text: string;
}

/** Why a request has no answer, and whether it went out on a connection that had been used before. */
class Unanswered extends Error {
  readonly code: string;
  readonly reused: boolean;

  constructor(error: NodeJS.ErrnoException, { reusedSocket }: ClientRequest) {
    super(`${error.message} (${reusedSocket ? 'a connection in use' : 'a new connection'})`, { cause: error });
    this.code = error.code ?? '';
    this.reused = reusedSocket;
  }
}

/** Sends JSON as a client does that keeps its connections open. @throws Unanswered */
export function post(agent: Agent, { url, key }: Backend, path: string, body: object): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
    const sent = request(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
      text(response).then(
        (answer) => resolve({ status: response.statusCode ?? 0, text: answer }),
        (error) => reject(new Unanswered(error, sent)),
      );
    });
    sent.on('error', (error) => reject(new Unanswered(error, sent)));
    sent.end(JSON.stringify(body));
  });
}

/** What health checks are answered; 0 for none. */
export async function statusOf(url: string, path: '/health/live' | '/health/ready'): Promise<number> {
  try {
    const response = await fetch(`${url}${path}`);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

/** Chooses among gateways as a load balancer does: those that were ready when it asked last. */
export interface Balancer {
  /** Puts a gateway in the place of the one that it had under this name. */
  put(name: string, backend: Backend): void;
  choose(): Backend;
  readyCount(): number;
  stop(): Promise<void>;
}

const checkEveryMs = 100;

export function startBalancer(): Balancer {
  const backends = new Map<string, Backend>();
  const ready = new Set<Backend>();
  let turn = 0;
  let stopped = false;
  const check = async (backend: Backend) => {
    if ((await statusOf(backend.url, '/health/ready')) === 200) ready.add(backend);
    else ready.delete(backend);
  };
  const checking = (async () => {
    while (!stopped) {
      await Promise.all([...backends.values()].map(check));
      await sleep(checkEveryMs);
    }
  })();
  return {
    put(name, backend) {
      const before = backends.get(name);
      if (before !== undefined) ready.delete(before);
      backends.set(name, backend);
    },
    choose() {
      const candidates = [...ready];
      turn += 1;
      const chosen = candidates[turn % candidates.length];
      if (chosen === undefined) throw new Error('No gateway is ready');
      return chosen;
    },
    readyCount: () => ready.size,
    async stop() {
      stopped = true;
      await checking;
    },
  };
}
