import * as z from 'zod';
import type { LeadType } from '../lead/identity/identity.ts';
import { readEmail } from '../lead/identity/identity.ts';
import { batchOf, optionalText, requiredText } from '../shared/rules.ts';

export const signalStatuses = ['new', 'contacted', 'dismissed'] as const;
export type SignalStatus = (typeof signalStatuses)[number];

/** A person or company that signals speak of. Its status holds wherever it appears. */
export interface SignalEntity {
  id: string;
  type: LeadType;
  name: string;
  status: SignalStatus;
  statusChangedAt: Date | null;
  email: string | null;
  linkedinUrl: string | null;
  domain: string | null;
  identityKeys: string[];
  createdAt: Date;
  updatedAt: Date;
}

/** Something that happened and makes a company, a person or both worth writing to. */
export interface Signal {
  id: string;
  kind: string;
  title: string;
  url: string | null;
  occurredAt: Date;
  entityId: string | null;
  personEntityId: string | null;
  createdAt: Date;
}

const entityRules = z.object({
  name: requiredText(500),
  email: optionalText(320).refine((value) => value == null || readEmail(value, 'company') !== null, {
    error: 'Is not an email address',
    params: { code: 'invalid_email' },
  }),
  linkedinUrl: optionalText(2048),
  domain: optionalText(500),
});
export type SignalEntityInput = z.output<typeof entityRules>;

const signalRules = z
  .object({
    kind: requiredText(100),
    title: requiredText(1000),
    url: optionalText(2048),
    occurredAt: z.date().nullish(),
    entity: entityRules.nullish(),
    person: entityRules.nullish(),
  })
  .refine((signal) => signal.entity != null || signal.person != null, {
    error: 'A signal needs an entity (company), a person, or both',
    params: { code: 'required' },
  });
export type SignalInput = z.output<typeof signalRules>;

/** Signals of one call at most: ids of a run beyond these are those of the entities that it makes. */
export const maxSignals = 500;

export const recordSignalsRules = z.object({ items: batchOf(signalRules, maxSignals) });
export type RecordSignalsInput = z.output<typeof recordSignalsRules>;

export const setSignalStatusesRules = z.object({
  items: batchOf(z.object({ entityId: z.string(), status: z.enum(signalStatuses) }), 200),
});
export type SetSignalStatusesInput = z.output<typeof setSignalStatusesRules>;

export interface SignalFilter {
  kind?: string[] | null | undefined;
  entityId?: string | null | undefined;
  entityStatus?: SignalStatus[] | null | undefined;
  occurredAt?: { from?: Date | null | undefined; to?: Date | null | undefined } | null | undefined;
}

export interface SignalEntityFilter {
  type?: LeadType | null | undefined;
  status?: SignalStatus[] | null | undefined;
}
