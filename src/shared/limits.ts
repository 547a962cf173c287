/** What one request may ask for. Each is a setting of the same name; docs/settings.md lists them. */
export interface RequestLimits {
  /** Bytes of a body, and of one that brings a batch over REST. */
  bodyBytes: number;
  importBodyBytes: number;
  /** Lexical tokens of a GraphQL document. */
  tokens: number;
  /** Fields inside fields. */
  depth: number;
  /** Fields under another name than their own. */
  aliases: number;
  directives: number;
  /** Lists and objects inside each other, written into a document. */
  literalDepth: number;
  /** Fields that an operation may resolve, pages counted by the size that they are asked for. */
  cost: number;
  /** Rows of a page. */
  pageSize: number;
  /** Bytes of an answer. */
  responseBytes: number;
  /** Milliseconds of execution. */
  executionMs: number;
}

/** What is in force where nothing is set. */
export const defaultLimits: RequestLimits = {
  bodyBytes: 256 * 1024,
  importBodyBytes: 5 * 1024 * 1024,
  tokens: 1_000,
  depth: 12,
  aliases: 30,
  directives: 8,
  literalDepth: 16,
  cost: 20_000,
  pageSize: 100,
  responseBytes: 2 * 1024 * 1024,
  executionMs: 10_000,
};

/** How many writes a lead remembers. */
export const defaultHistoryLength = 30;

/** How long the server waits for slow clients, in milliseconds. */
export interface SocketTimeouts {
  /** Until all headers of a request have come. */
  headersMs: number;
  /** Until the whole request has come. */
  requestMs: number;
  /** For the next request on an open connection. */
  idleMs: number;
}

export const defaultTimeouts: SocketTimeouts = { headersMs: 8_000, requestMs: 30_000, idleMs: 5_000 };
