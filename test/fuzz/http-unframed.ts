import fc from 'fast-check';
import { bytesOf, type HttpRequest, withHeader, withoutHeader } from './http-requests.ts';

/** A change of what goes over the socket, after which nobody need know where the request ends. */
export type BytesChange = (request: HttpRequest) => Buffer;

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
const head =
  (change: (request: HttpRequest) => HttpRequest): BytesChange =>
  (request) =>
    bytesOf(change(request));
const text =
  (change: (head: string) => string): BytesChange =>
  (request) =>
    Buffer.concat([
      Buffer.from(change(bytesOf({ ...request, body: Buffer.alloc(0) }).toString('latin1')), 'latin1'),
      request.body,
    ]);

const lengths = [
  '0',
  '1',
  '-1',
  '+5',
  '0x10',
  '5, 5',
  '5, 6',
  '1e3',
  '',
  ' ',
  '99999999999999999999',
  '5;',
  '１',
  '2147483648',
];
const encodings = [
  'chunked',
  'chunked, chunked',
  'identity',
  'gzip, chunked',
  'chunked, gzip',
  'x',
  '',
  'CHUNKED',
  'chunked;a=b',
];
const chunkings = [
  ...[
    '5\r\nhello\r\n0\r\n\r\n',
    '5\r\nhel',
    'zz\r\n',
    '-1\r\n',
    '5\nhello\n0\n\n',
    '0\r\n',
    '0\r\nX: y\r\n\r\n',
    '\r\n',
    '',
  ],
  ...[
    'ffffffffffffffff\r\n',
    'fffffffffffffffff\r\n',
    '5;a=b\r\nhello\r\n0\r\n\r\n',
    `5;${'a'.repeat(20_000)}\r\nhello\r\n`,
  ],
  ...[
    '5\r\nhelloX',
    '5 \r\nhello\r\n0\r\n\r\n',
    '0\r\nContent-Length: 5\r\n\r\nhello',
    '0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  ],
];
const inserted = [
  '\0',
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  ' ',
  ':',
  '\t',
  '\xff',
  '\x7f',
  '%',
  '{',
  '"',
  'GET / HTTP/1.1\r\n',
];

/** One change of a byte or a few, anywhere. */
const byteChanges: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc
  .tuple(
    oneOf(['flip', 'delete', 'double', 'insert', 'cut', 'drop the start', 'repeat a part']),
    fc.nat(),
    fc.nat(40),
    oneOf(inserted),
  )
  .map(([kind, place, length, extra]) => (bytes) => {
    const at = place % Math.max(1, bytes.length);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    const piece = after.subarray(0, length + 1);
    if (kind === 'flip') {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (length % 8));
      return flipped;
    }
    if (kind === 'delete') return Buffer.concat([before, after.subarray((length % 4) + 1)]);
    if (kind === 'double') return Buffer.concat([before, after.subarray(0, 1), after]);
    if (kind === 'insert') return Buffer.concat([before, Buffer.from(extra, 'latin1'), after]);
    if (kind === 'cut') return before;
    if (kind === 'drop the start') return after;
    return Buffer.concat([before, piece, after]);
  });

export const unframedChanges: Record<string, fc.Arbitrary<BytesChange>> = {
  'another length': oneOf(lengths).map((length) => head((request) => withHeader(request, 'Content-Length', length))),
  'a length that is not that of the body': fc
    .integer({ min: -20, max: 20 })
    .map((more) =>
      head((request) => withHeader(request, 'Content-Length', String(Math.max(0, request.body.length + more)))),
    ),
  'two lengths': fc.nat(10).map((more) =>
    head((request) => ({
      ...request,
      headers: [...request.headers, ['Content-Length', String(request.body.length + more)]],
    })),
  ),
  'no length': fc.constant(head((request) => withoutHeader(request, 'Content-Length'))),
  'chunks and a length': oneOf(encodings).map((encoding) =>
    head((request) => withHeader(request, 'Transfer-Encoding', encoding)),
  ),
  'chunks that are none': fc.tuple(oneOf(encodings), oneOf(chunkings)).map(([encoding, chunks]) =>
    head((request) => ({
      ...withHeader(withoutHeader(request, 'Content-Length'), 'Transfer-Encoding', encoding),
      body: Buffer.from(chunks),
    })),
  ),
  'a body in chunks': fc.integer({ min: 1, max: 50 }).map((size) =>
    head((request) => ({
      ...withHeader(withoutHeader(request, 'Content-Length'), 'Transfer-Encoding', 'chunked'),
      body: inChunks(request.body, size),
    })),
  ),
  'another version': oneOf([
    'HTTP/1.0',
    'HTTP/0.9',
    'HTTP/2.0',
    'HTTP/1.2',
    'HTTP/11',
    'http/1.1',
    'HTTP/',
    '',
    'ICY',
    'RTSP/1.0',
  ]).map((version) => head((request) => ({ ...request, version }))),
  'a method that is none': oneOf([
    'get',
    'G',
    'GET/',
    'PRI',
    'CONNECT',
    '',
    ' ',
    'GÉT',
    'X'.repeat(5_000),
    'M-SEARCH',
    'SOURCE',
    '{',
  ]).map((method) => head((request) => ({ ...request, method }))),
  'a target that is none': oneOf([
    '*',
    '',
    ' ',
    'graphql',
    'http://127.0.0.1/graphql',
    '127.0.0.1:80',
    '/a b',
    '/\xff',
    '/\x01',
    '?',
    `/${'x'.repeat(20_000)}`,
  ]).map((target) => head((request) => ({ ...request, target }))),
  'no host': fc.constant(head((request) => withoutHeader(request, 'Host'))),
  'another host': oneOf([
    '',
    'a b',
    'a/b',
    '<x>',
    'a:b',
    '[::1',
    'user@x',
    '1.2.3.4.5',
    'a:65536',
    'xn--a',
    '[:::]',
    '0x.1.',
    '\xff',
    'x'.repeat(5_000),
    'a,b',
    '%00',
  ]).map((host) => head((request) => withHeader(request, 'Host', host))),
  'a header that is none': oneOf([
    'X',
    'X Y: z',
    ': z',
    'X : y',
    ' X: y',
    'X: \0',
    'X: \x01',
    'X:\ry',
    '\xff: y',
    `${'X'.repeat(20_000)}: y`,
  ]).map((line) => text((all) => all.replace('\r\n', () => `\r\n${line}\r\n`))),
  'other line ends': oneOf(['\n', '\r', '\r\r\n', '\n\n', ' \r\n', '\r\n ']).map((end) =>
    text((all) => all.replaceAll('\r\n', end)),
  ),
  'lines before it': oneOf(['\r\n', '\n', '\r\n\r\n', '\0', '\xef\xbb\xbf', '\x16\x03\x01']).map((lines) =>
    text((all) => `${lines}${all}`),
  ),
  'a connection that stays': oneOf(['keep-alive', 'Upgrade', 'close, keep-alive', '']).map((value) =>
    head((request) => withHeader(withHeader(request, 'Connection', value), 'Upgrade', 'websocket')),
  ),
  'an expectation': oneOf(['100-continue', '200-ok', '', '100-continue, x']).map((value) =>
    head((request) => withHeader(request, 'Expect', value)),
  ),
  'bytes changed': fc
    .array(byteChanges, { minLength: 1, maxLength: 3 })
    .map((changes) => (request) => changes.reduce((bytes, change) => change(bytes), bytesOf(request))),
  'several in one go': fc.tuple(fc.integer({ min: 1, max: 4 }), byteChanges).map(([count, change]) => (request) => {
    const staying = bytesOf(withHeader(request, 'Connection', 'keep-alive'));
    return Buffer.concat([...Array.from({ length: count }, () => staying), change(bytesOf(request)), bytesOf(request)]);
  }),
  noise: fc.uint8Array({ maxLength: 400 }).map((bytes) => () => Buffer.from(bytes)),
};

function inChunks(body: Buffer, size: number): Buffer {
  const chunks = Array.from({ length: Math.ceil(body.length / size) }, (_, index) => {
    const chunk = body.subarray(index * size, (index + 1) * size);
    return Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]);
  });
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}
