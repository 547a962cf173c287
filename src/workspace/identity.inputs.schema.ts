import { rulesLimits } from '../lead/identity/identity.rules.input.ts';
import { IdentityKindRef } from '../lead/lead.enums.schema.ts';
import { builder } from '../schema/builder.ts';

const BlockedIdentifierInputRef = builder.inputType('BlockedIdentifierInput', {
  description: 'An identifier that is to identify nobody, such as a shared inbox. Any spelling of it will do.',
  fields: (t) => ({
    kind: t.field({ type: IdentityKindRef, required: true, description: 'What kind of identifier it is.' }),
    value: t.string({ required: true, description: 'The address, URL, domain or id.' }),
    provider: t.string({ description: 'The provider that the id is from; only with the kind PROVIDER.' }),
  }),
});

const ProviderRuleInputRef = builder.inputType('ProviderRuleInput', {
  description: 'A system that ids come from.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name, as it shall stand in identity keys.' }),
    aliases: t.stringList({ description: `Other names of the same system, up to ${rulesLimits.aliases}.` }),
    identifies: t.boolean({ description: 'Whether its ids identify leads; they do unless told.' }),
    ignoreCase: t.boolean({ description: 'Whether ids that differ in case alone are one; they are two unless told.' }),
  }),
});

const RoleWordsInputRef = builder.inputType('RoleWordsInput', {
  description: 'What to change of the words that make an address one of a function, which identifies no person.',
  fields: (t) => ({
    added: t.stringList({ description: `Local parts that count, too: \`frontdesk\`; up to ${rulesLimits.words}.` }),
    removed: t.stringList({
      description: `Those of the usual ones that do not: \`hello\`; up to ${rulesLimits.words}.`,
    }),
  }),
});

const FreeMailDomainsInputRef = builder.inputType('FreeMailDomainsInput', {
  description: 'What to change of the domains that are the mail of many, and so identify no company.',
  fields: (t) => ({
    added: t.stringList({ description: `Domains that count, too, with all below; up to ${rulesLimits.domains}.` }),
    removed: t.stringList({ description: `Those of the usual ones that do not; up to ${rulesLimits.domains}.` }),
  }),
});

export const IdentityRulesInputRef = builder.inputType('IdentityRulesInput', {
  description: 'What to change of the rules: what is absent stays, null goes back to the usual, a list replaces.',
  fields: (t) => ({
    blocked: t.field({
      type: [BlockedIdentifierInputRef],
      description: `Identifiers that identify nobody, up to ${rulesLimits.blocked}; they stay contacts of their leads.`,
    }),
    kindsOff: t.field({ type: [IdentityKindRef], description: 'Kinds of identifiers that identify nobody.' }),
    roleWords: t.field({ type: RoleWordsInputRef, description: 'Addresses of functions: info@, sales@ …' }),
    freeMailDomains: t.field({ type: FreeMailDomainsInputRef, description: 'Domains of mail providers.' }),
    providers: t.field({
      type: [ProviderRuleInputRef],
      description: `Systems that ids come from, up to ${rulesLimits.providers}; ids of all others identify as they are.`,
    }),
  }),
});
