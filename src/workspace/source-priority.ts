import * as z from 'zod';
import { InvalidInputError } from '../shared/errors.ts';
import { requiredText } from '../shared/rules.ts';
import { canonicalSource, reservedSources } from '../shared/sources.ts';

/** More sources than any workspace has. */
const maxSources = 50;

export const setSourcePriorityRules = z.object({
  sources: z.array(requiredText(100)).max(maxSources, { error: `Must have at most ${maxSources} items` }),
});
export type SetSourcePriorityInput = z.output<typeof setSourcePriorityRules>;

/** The ranking as it is stored: canonical names, each once. @throws InvalidInputError */
export function readSourcePriority({ sources }: SetSourcePriorityInput): string[] {
  const names = sources.map(canonicalSource);
  const issues = names.flatMap((name, index) => {
    const path = ['input', 'sources', String(index)];
    if (names.indexOf(name) < index) return [{ path, message: `${name} is there twice`, code: 'duplicate' }];
    if (!name.startsWith('@') || reservedSources.includes(name)) return [];
    return [{ path, message: `Of the names with @ there are only ${reservedSources.join(', ')}`, code: 'unknown' }];
  });
  if (issues.length > 0) throw new InvalidInputError(issues);
  return names;
}
