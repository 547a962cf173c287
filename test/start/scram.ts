import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Binary, type Document } from 'mongodb';

const iterations = 4096;

const sign = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const textOf = (payload: unknown) => (payload instanceof Binary ? Buffer.from(payload.buffer).toString() : '');

/**
 * The server's part of SCRAM-SHA-256 (RFC 5802, 7677).
 * @param password as RFC 4013 prepares it
 * @returns the answers to the commands of one connection; null to those that have nothing to do with it
 */
export function createScram(password: string): (command: Document) => Document | null {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  let said = '';

  const answer = (text: string, done: boolean) => ({
    ok: 1,
    conversationId: 1,
    done,
    payload: new Binary(Buffer.from(text)),
  });

  return (command) => {
    if ('saslStart' in command) {
      const first = textOf(command.payload).replace('n,,', '');
      const nonce = first.slice(first.indexOf('r='));
      const reply = `${nonce}more,s=${salt.toString('base64')},i=${iterations}`;
      said = `${first},${reply}`;
      return answer(reply, false);
    }
    if ('saslContinue' in command) {
      const [withoutProof, proof] = textOf(command.payload).split(',p=');
      const all = `${said},${withoutProof}`;
      const key = sign(salted, 'Client Key');
      const signature = sign(createHash('sha256').update(key).digest(), all);
      const expected = key.map((byte, at) => byte ^ (signature[at] ?? 0));
      if (proof !== Buffer.from(expected).toString('base64')) {
        return { ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.' };
      }
      return answer(`v=${sign(sign(salted, 'Server Key'), all).toString('base64')}`, true);
    }
    return null;
  };
}
