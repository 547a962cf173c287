import type { IdentityRules } from '../lead/identity/identity.rules.ts';
import { LeadgraphError } from '../shared/errors.ts';

/** Somebody has changed the workspace's rules since the caller read them. Nothing was written. */
export class IdentityRulesConflictError extends LeadgraphError {
  override readonly name = 'IdentityRulesConflictError';
  readonly code = 'VERSION_CONFLICT';
  readonly rules: IdentityRules;

  constructor(rules: IdentityRules, expectedVersion: number) {
    super(`The identity rules are at version ${rules.version}, not ${expectedVersion}`);
    this.rules = rules;
  }
}
