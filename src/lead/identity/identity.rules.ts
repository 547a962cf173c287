import { isRoleAddress, type RoleWords, roleWordsWith } from './identity.email.ts';
import { foldCase, maxKeyBytes } from './identity.text.ts';
import { type Identifier, type IdentityKind, type LeadType, type NoKeyReason, parseIdentityKey } from './identity.ts';

/** What a workspace adds to one of our lists, and takes from it. */
export interface ListChange {
  added: readonly string[];
  removed: readonly string[];
}

/** What a workspace says of a system that ids come from. */
export interface ProviderRule {
  /** Its name as it stands in keys. */
  name: string;
  /** Other names of the same system. */
  aliases: readonly string[];
  /** Whether its ids identify leads. */
  identifies: boolean;
  /** Whether case tells two of its ids apart. */
  ignoreCase: boolean;
}

/**
 * What identifies a lead in one workspace, where that differs from the rules for all. Each change is a new version;
 * leads carry the version that their keys follow.
 */
export interface IdentityRules {
  /** 0 for a workspace that has never had any. */
  version: number;
  /** Identifiers in canonical form that identify nobody. */
  blocked: readonly string[];
  kindsOff: readonly IdentityKind[];
  /** Local parts of addresses that a function reads. */
  roleWords: ListChange;
  /** Domains, in ASCII, that are the mail of many. */
  freeMail: ListChange;
  providers: readonly ProviderRule[];
}

/** The rules as a request knows them. */
export interface RulesInForce {
  rules: IdentityRules;
  /** Whether leads may still follow former ones. */
  rekeying: boolean;
}

const unchanged: ListChange = { added: [], removed: [] };

/** The rules of a workspace that has none of its own. */
export const noRules: IdentityRules = {
  version: 0,
  blocked: [],
  kindsOff: [],
  roleWords: unchanged,
  freeMail: unchanged,
  providers: [],
};

export const nothingInForce: RulesInForce = { rules: noRules, rekeying: false };

/** Rules prepared for look-ups. */
interface Compiled {
  blocked: ReadonlySet<string>;
  off: ReadonlySet<string>;
  roles: RoleWords;
  freeMail: { added: ReadonlySet<string>; removed: ReadonlySet<string> };
  providers: ReadonlyMap<string, ProviderRule>;
}

const known = new WeakMap<IdentityRules, Compiled>();

function compile(rules: IdentityRules): Compiled {
  const done = known.get(rules);
  if (done !== undefined) return done;
  const { roleWords, freeMail } = rules;
  const providers = new Map(
    rules.providers.flatMap((rule) => [rule.name, ...rule.aliases].map((name) => [name, rule] as const)),
  );
  const compiled = {
    blocked: new Set(rules.blocked.flatMap((canonical) => [canonical, ...sharedKey(canonical, providers)])),
    off: new Set<string>(rules.kindsOff),
    roles: roleWordsWith(roleWords.added, roleWords.removed),
    freeMail: { added: new Set(freeMail.added), removed: new Set(freeMail.removed) },
    providers,
  };
  known.set(rules, compiled);
  return compiled;
}

/**
 * An identifier under the rules of a workspace. Its canonical form is the same for all; whether it identifies, and by
 * which key, is for the workspace to say. What can never be an identifier stays none.
 */
export function byRules<T extends Identifier>(identifier: T, type: LeadType, rules: IdentityRules): T {
  if (rules.version === 0) return identifier;
  const compiled = compile(rules);
  const { why: _why, ...rest } = identifier;
  const { key, why } = decide(identifier, type, compiled);
  if (key === null) return { ...rest, key, ...(why === undefined ? {} : { why }) } as T;
  if (compiled.off.has(kindOf(key))) return { ...rest, key: null, why: 'kind switched off' } as T;
  if (compiled.blocked.has(identifier.canonical) || compiled.blocked.has(key)) {
    return { ...rest, key: null, why: 'blocked' } as T;
  }
  return { ...rest, key } as T;
}

type Decision = Pick<Identifier, 'key' | 'why'>;

function decide({ canonical, key, why }: Identifier, type: LeadType, rules: Compiled): Decision {
  const kind = kindOf(canonical);
  if (kind === 'email' && type === 'person' && (key !== null || why === 'role address')) {
    const at = canonical.lastIndexOf('@');
    const address = { local: canonical.slice('email:'.length, at), domain: canonical.slice(at + 1) };
    return isRoleAddress(address, rules.roles) ? { key: null, why: 'role address' } : keyOf(canonical);
  }
  if (kind === 'domain' && (key !== null || why === 'free-mail domain')) {
    const host = canonical.slice('domain:'.length);
    if (isUnder(host, rules.freeMail.added)) return { key: null, why: 'free-mail domain' };
    return key === null && isUnder(host, rules.freeMail.removed) ? keyOf(canonical) : withReason(key, why);
  }
  if (kind === 'provider' && key !== null) return providerKey(canonical, rules.providers);
  return withReason(key, why);
}

function providerKey(canonical: string, rules: Compiled['providers']): Decision {
  const end = canonical.indexOf(':', 'provider:'.length);
  const rule = rules.get(canonical.slice('provider:'.length, end));
  if (rule === undefined) return { key: canonical };
  if (!rule.identifies) return { key: null, why: 'provider switched off' };
  const id = canonical.slice(end + 1);
  return keyOf(`provider:${rule.name}:${rule.ignoreCase ? foldCase(id) : id}`);
}

/** The key that all spellings of a provider's id have in common; nothing for other identifiers. */
function sharedKey(canonical: string, rules: Compiled['providers']): string[] {
  const { key } = kindOf(canonical) === 'provider' ? providerKey(canonical, rules) : { key: null };
  return key === null ? [] : [key];
}

function withReason(key: string | null, why: NoKeyReason | undefined): Decision {
  return why === undefined ? { key } : { key, why };
}

function keyOf(key: string): Decision {
  return Buffer.byteLength(key) > maxKeyBytes ? { key: null, why: 'too long' } : { key };
}

function kindOf(key: string): string {
  return key.slice(0, key.indexOf(':'));
}

/** Whether a host is one of these or below one. */
function isUnder(host: string, hosts: ReadonlySet<string>): boolean {
  for (let rest = host; hosts.size > 0; rest = rest.slice(rest.indexOf('.') + 1)) {
    if (hosts.has(rest)) return true;
    if (!rest.includes('.')) return false;
  }
  return false;
}

/** Every key under which another spelling of the same id may have been stored, as far as they can be listed. */
export function formerKeys(canonical: string, rules: IdentityRules): string[] {
  const parsed = parseIdentityKey(canonical);
  if (parsed?.kind !== 'provider') return [canonical];
  const end = parsed.value.indexOf(':');
  const rule = compile(rules).providers.get(parsed.value.slice(0, end));
  if (rule === undefined) return [canonical];
  const id = parsed.value.slice(end + 1);
  const ids = rule.ignoreCase ? [...new Set([id, foldCase(id)])] : [id];
  return [rule.name, ...rule.aliases].flatMap((name) => ids.map((one) => `provider:${name}:${one}`));
}
