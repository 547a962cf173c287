import type { ArgBuilder, ObjectFieldBuilder } from '@pothos/core';
import { builder, type GatewaySchemaTypes } from '../schema/builder.ts';
import type { HeldBack } from './lead.match.ts';

const OnMatchRef = builder.enumType('OnMatch', {
  description: 'What happens to a lead that has one of the identifiers of an input.',
  values: {
    MERGE: {
      value: 'merge',
      description: 'It takes the input in: values given win unless a source that ranks higher has written them.',
    },
    FILL_BLANKS: {
      value: 'fill blanks',
      description:
        'It takes in only what it has nothing of: fields and keys without a value, lists that are empty, contacts of a kind that it has none of.',
    },
    REUSE: { value: 'reuse', description: 'It stays as it is and is the answer; the outcome is UNCHANGED.' },
    FAIL: { value: 'fail', description: 'Nothing is written; an IdentityConflictError names it.' },
  } as const,
});

/** The argument `onMatch` of what creates leads. */
export function onMatchArg(arg: ArgBuilder<GatewaySchemaTypes>) {
  return arg({
    type: OnMatchRef,
    description: 'What to do where a lead has one of the identifiers; MERGE unless told.',
  });
}

const HeldBackValueRef = builder.objectRef<HeldBack>('HeldBackValue').implement({
  description: 'A value of the input that the lead has not taken.',
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description: 'The way from the lead to where the value would be: `["title"]`, `["metadata", "crm", "owner"]`.',
    }),
    value: t.expose('value', {
      type: 'JSON',
      nullable: true,
      description: 'The value of the input; of a list, one entry. In a replay, null where it is long.',
    }),
    kept: t.expose('kept', {
      type: 'JSON',
      nullable: true,
      description: 'What the lead has there; null for an entry of a list, and where another path holds it.',
    }),
    source: t.exposeString('source', {
      nullable: true,
      description: 'Where what the lead has came from; null where that is not known.',
    }),
  }),
});

/** What a creation has held back, for its payload. */
export function heldBackField<T extends { heldBack: HeldBack[] | (() => HeldBack[]) }>(
  t: ObjectFieldBuilder<GatewaySchemaTypes, T>,
) {
  return t.field({
    type: [HeldBackValueRef],
    description:
      'Values of the input that the lead has not taken: a source that ranks higher has written what it has, or `onMatch` asks for it.',
    resolve: ({ heldBack }) => (typeof heldBack === 'function' ? heldBack() : heldBack),
  });
}
