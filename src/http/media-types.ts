import type { Plugin } from 'graphql-yoga';

/** The media types of answers: documents, and one `next` and one `complete` event (graphql-sse, distinct connections). */
const json = new Set(['application/json', 'application/graphql-response+json', 'application/*', '*/*']);
const events = new Set(['text/event-stream', 'text/*']);

/** The media types of an `Accept` header that ask for text in UTF-8, in their order. */
function readTypes(accept: string): string[] {
  return accept
    .toLowerCase()
    .split(',')
    .map((entry) => entry.split(';').map((part) => part.trim()))
    .filter(([, ...params]) => params.every((param) => !param.startsWith('charset=') || param === 'charset=utf-8'))
    .map(([type = '']) => type);
}

/** Whether one of the media types of an `Accept` header is ours. Answers in parts (`multipart/mixed`) are not given. */
function isAcceptable(accept: string): boolean {
  const types = readTypes(accept);
  return (
    types.some((type) => json.has(type)) ||
    (types.some((type) => events.has(type)) && !types.includes('multipart/mixed'))
  );
}

const mostKnown = 100;
const knownPlain = new Map<string, string | null>();

/** The media type of a document that an `Accept` header asks for, the first one that we have; null where it asks for none. */
export function plainMediaType(accept = '*/*'): string | null {
  let type = knownPlain.get(accept);
  if (type === undefined) {
    const asked = readTypes(accept).find((one) => json.has(one));
    type = asked === undefined ? null : asked.startsWith('application/graphql') ? asked : 'application/json';
    // Clients send few different ones; unusual ones are read each time.
    if (knownPlain.size < mostKnown && accept.length < 200) knownPlain.set(accept, type);
  }
  return type;
}

const message = 'Accept "application/graphql-response+json", "application/json" or "text/event-stream"';

/** Refuses who accepts no answer of ours before anything runs: afterwards, a mutation would be done and its answer lost. */
export const acceptableMediaTypes: Plugin = {
  onRequestParse({ request, endResponse, fetchAPI }) {
    if (isAcceptable(request.headers.get('accept') ?? '*/*')) return;
    const body = { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] };
    endResponse(fetchAPI.Response.json(body, { status: 406 }));
  },
};
