import * as z from 'zod';
import type { IdentityRules } from '../../lead/identity/identity.rules.ts';
import { formatIdentityKey, identityKinds } from '../../lead/identity/identity.ts';
import type { Client } from '../client.ts';
import { identityRulesDocument } from '../documents.ts';

const kind = z
  .string()
  .transform((name) => name.toLowerCase())
  .pipe(z.enum(identityKinds));
const change = z.object({ added: z.array(z.string()), removed: z.array(z.string()) });
const rulesShape = z.object({
  identityRules: z
    .object({
      version: z.int(),
      blocked: z.array(z.object({ kind, value: z.string() }).transform(formatIdentityKey)),
      kindsOff: z.array(kind),
      roleWords: change,
      freeMailDomains: change,
      providers: z.array(
        z.object({
          name: z.string(),
          aliases: z.array(z.string()),
          identifies: z.boolean(),
          ignoreCase: z.boolean(),
        }),
      ),
    })
    .transform(({ freeMailDomains: freeMail, ...rest }): IdentityRules => ({ ...rest, freeMail })),
});

/** What identifies a lead in the workspace of the key: a row that has nothing of it needs an id of its own. */
export async function fetchIdentityRules(client: Client): Promise<IdentityRules> {
  return (await client.run(identityRulesDocument, {}, rulesShape)).identityRules;
}
