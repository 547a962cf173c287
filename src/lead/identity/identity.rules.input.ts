import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { InvalidInputError } from '../../shared/errors.ts';
import { toInvalidInput } from '../../shared/invalid-input.ts';
import { requiredText } from '../../shared/rules.ts';
import { wording } from '../../shared/wording.ts';
import { toRoleWord } from './identity.email.ts';
import type { IdentityRules, ListChange } from './identity.rules.ts';
import { readProvider } from './identity.source.ts';
import { foldCase } from './identity.text.ts';
import { identityKinds, readDomain, readEmail, readSocial, readSource } from './identity.ts';

/** How many entries each list of the rules may have. */
export const rulesLimits = { blocked: 1000, words: 500, domains: 1000, providers: 100, aliases: 20 } as const;

type Context = z.RefinementCtx;

function refuse(context: Context, path: (string | number)[], message: string, code: string): typeof z.NEVER {
  context.addIssue({ code: 'custom', path, message, params: { code } });
  return z.NEVER;
}

function listOf<T extends z.ZodType>(item: T, max: number) {
  return z
    .array(item, { error: 'Must be a list' })
    .max(max, { error: `Must have at most ${max} items` })
    .nullish();
}

/** A value of a kind, read as a lead's own would be. */
const blockedRule = z
  .object({ kind: z.enum(identityKinds), value: requiredText(2048), provider: requiredText(100).nullish() })
  .transform(({ kind, value, provider = null }, context): string => {
    if (kind === 'provider' && provider === null) {
      return refuse(context, ['provider'], 'An id needs the provider that it is from', 'required');
    }
    if (kind !== 'provider' && provider !== null) {
      return refuse(context, ['provider'], 'Only an id of a provider has one', 'not_for_kind');
    }
    const canonical =
      kind === 'email'
        ? readEmail(value, 'company')?.canonical
        : kind === 'linkedin'
          ? readSocial(value).canonical
          : kind === 'domain'
            ? readDomain(value)?.canonical
            : readSource({ provider, id: value }).key;
    if (canonical?.startsWith(`${kind}:`)) return canonical;
    return refuse(context, ['value'], `Is no ${names[kind]}`, 'invalid_identifier');
  });

const names = {
  email: 'email address',
  linkedin: 'LinkedIn profile or page',
  domain: 'domain',
  provider: 'id that could identify anybody',
};

const wordRule = requiredText(64).transform((text, context): string => {
  const word = toRoleWord(foldCase(text));
  if (word !== '' && !/[@\s]/.test(word)) return word;
  return refuse(context, [], 'Is no local part of an address, the part before the @', 'invalid_word');
});

const domainRule = requiredText(500).transform((text, context): string => {
  const host = readDomain(text)?.canonical.slice('domain:'.length);
  return host?.includes('.') ? host : refuse(context, [], 'Is no domain', 'invalid_domain');
});

const providerNameRule = requiredText(100).transform((text, context): string => {
  return readProvider(text) ?? refuse(context, [], 'Is no name of a provider', 'invalid_provider');
});

const providerRule = z.object({
  name: providerNameRule,
  aliases: listOf(providerNameRule, rulesLimits.aliases),
  identifies: z.boolean().nullish(),
  ignoreCase: z.boolean().nullish(),
});

function changeOf<T extends z.ZodType<string, string>>(item: T, max: number) {
  return z
    .object({ added: listOf(item, max), removed: listOf(item, max) })
    .superRefine(({ added, removed }, context) => {
      const both = (added ?? []).find((one) => removed?.includes(one));
      if (both !== undefined) refuse(context, ['removed'], `"${both}" is added, too`, 'contradiction');
    })
    .nullish();
}

/** What to change of a workspace's rules: absent keeps, null goes back to what holds everywhere, lists replace. */
const identityRulesInput = z.object({
  blocked: listOf(blockedRule, rulesLimits.blocked),
  kindsOff: listOf(z.enum(identityKinds), identityKinds.length),
  roleWords: changeOf(wordRule, rulesLimits.words),
  freeMailDomains: changeOf(domainRule, rulesLimits.domains),
  providers: listOf(providerRule, rulesLimits.providers).superRefine((providers, context) => {
    const seen = new Set<string>();
    for (const [at, { name, aliases }] of (providers ?? []).entries()) {
      for (const one of new Set([name, ...(aliases ?? [])])) {
        if (seen.has(one)) refuse(context, [at], `The provider "${one}" is named twice`, 'repeated');
        seen.add(one);
      }
    }
  }),
});

export type IdentityRulesInput = z.output<typeof identityRulesInput>;

/** The rules that a change makes of these: the very same where it changes nothing, else those of the next version. */
export function changedRules(rules: IdentityRules, input: IdentityRulesInput): IdentityRules {
  const { blocked, kindsOff, roleWords, freeMailDomains, providers } = input;
  const next: IdentityRules = {
    version: rules.version,
    blocked: blocked === undefined ? rules.blocked : sorted(blocked),
    kindsOff: kindsOff === undefined ? rules.kindsOff : identityKinds.filter((kind) => kindsOff?.includes(kind)),
    roleWords: roleWords === undefined ? rules.roleWords : toChange(roleWords),
    freeMail: freeMailDomains === undefined ? rules.freeMail : toChange(freeMailDomains),
    providers:
      providers === undefined
        ? rules.providers
        : (providers ?? []).map(({ name, aliases, identifies, ignoreCase }) => ({
            name,
            aliases: sorted(aliases).filter((alias) => alias !== name),
            identifies: identifies ?? true,
            ignoreCase: ignoreCase ?? false,
          })),
  };
  return isDeepStrictEqual(next, rules) ? rules : { ...next, version: rules.version + 1 };
}

type GivenChange = { added?: string[] | null | undefined; removed?: string[] | null | undefined };

function toChange(change: GivenChange | null): ListChange {
  return { added: sorted(change?.added), removed: sorted(change?.removed) };
}

function sorted(items: readonly string[] | null | undefined): string[] {
  return [...new Set(items ?? [])].sort();
}

/** @throws InvalidInputError with every rule that a value breaks */
export function readRulesInput(given: unknown): IdentityRulesInput {
  const { success, data, error } = identityRulesInput.safeParse(given, { error: wording });
  if (success) return data;
  const { issues } = toInvalidInput(error);
  throw new InvalidInputError(issues.map((issue) => ({ ...issue, path: ['input', ...issue.path] })));
}
