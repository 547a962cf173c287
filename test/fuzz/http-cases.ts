import fc from 'fast-check';
import { framedChanges } from './http-framed.ts';
import { bytesOf, type HttpCase, type Sender, validRequests } from './http-requests.ts';
import { unframedChanges } from './http-unframed.ts';

/** As long as the head of a request may be. */
const longestHead = 16 * 1024;

/** What does not come in one piece is read differently. Most requests do. */
const splits = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat() });

/** Requests with up to two things wrong that leave no doubt where they end. */
export function framedRequests(sender: Sender): fc.Arbitrary<HttpCase> {
  const changes = fc.oneof(
    ...Object.entries(framedChanges).map(([name, some]) => some.map((change) => ({ name, change }))),
  );
  return fc
    .tuple(validRequests(sender), fc.array(changes, { minLength: 1, maxLength: 2 }), splits)
    .map(([valid, wrong, split]) => {
      const request = wrong.reduce((sent, { change }) => change(sent), valid);
      const name = wrong.map((one) => one.name).join(', ');
      const isHead = request.method === 'HEAD';
      const bytes = bytesOf(request);
      // Once a head is refused for its length, all that is known of it is its last piece.
      const pieces = cut(bytes, isHead && bytes.length > longestHead ? 0 : split);
      return { name, pieces, framed: true, isHead };
    });
}

/** Requests whose head, length or end is wrong. */
export function unframedRequests(sender: Sender): fc.Arbitrary<HttpCase> {
  // The answer to a HEAD request ends where its head does, which nobody can tell once the request is not sure.
  const valid = validRequests(sender).filter(({ method }) => method !== 'HEAD');
  return fc.oneof(
    ...Object.entries(unframedChanges).map(([name, changes]) =>
      fc.tuple(valid, changes, splits).map(([request, change, split]) => ({
        name,
        pieces: cut(change(request), split),
        framed: false,
        isHead: false,
      })),
    ),
  );
}

function cut(bytes: Buffer, split: number): [Buffer, Buffer] {
  const at = split === 0 ? bytes.length : split % (bytes.length + 1);
  return [bytes.subarray(0, at), bytes.subarray(at)];
}
