import type { Plugin } from 'graphql-yoga';

/** The media types of answers: documents, and one `next` and one `complete` event (graphql-sse, distinct connections). */
const json = new Set(['application/json', 'application/graphql-response+json', 'application/*', '*/*']);
const events = new Set(['text/event-stream', 'text/*']);

/** Whether one of the media types of an `Accept` header is ours. Answers in parts (`multipart/mixed`) are not given. */
function isAcceptable(accept: string): boolean {
  const types = accept
    .toLowerCase()
    .split(',')
    .map((entry) => entry.split(';').map((part) => part.trim()))
    .filter(([, ...params]) => params.every((param) => !param.startsWith('charset=') || param === 'charset=utf-8'))
    .map(([type = '']) => type);
  return (
    types.some((type) => json.has(type)) ||
    (types.some((type) => events.has(type)) && !types.includes('multipart/mixed'))
  );
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
