import { builder } from '../schema/builder.ts';

export const LeadTypeRef = builder.enumType('LeadType', {
  description: 'Whether a lead is a person or a company. The two have identifiers of their own and never merge.',
  values: {
    PERSON: { value: 'person', description: 'Somebody to talk to.' },
    COMPANY: { value: 'company', description: 'An organisation.' },
  } as const,
});

export const LeadStatusRef = builder.enumType('LeadStatus', {
  description: 'Where a lead stands with your team. Any change is allowed.',
  values: {
    NEW: { value: 'new', description: 'Nobody has been in touch yet.' },
    CONTACTED: { value: 'contacted', description: 'Somebody has written or called.' },
    QUALIFIED: { value: 'qualified', description: 'A fit that is worth pursuing.' },
    CONVERTED: { value: 'converted', description: 'Became a customer.' },
    LOST: { value: 'lost', description: 'Will not become a customer.' },
    FOLLOW_UP: { value: 'follow_up', description: 'To be taken up again later.' },
  } as const,
});

export const LeadOutcomeRef = builder.enumType('LeadOutcome', {
  description: 'What createLead did.',
  values: {
    CREATED: { value: 'created', description: 'None of the identifiers was known: a new lead.' },
    MERGED: { value: 'merged', description: 'An existing lead had one of the identifiers and took in what was new.' },
    UNCHANGED: { value: 'unchanged', description: 'An existing lead had all of it already, or has taken nothing.' },
  } as const,
});

export const ContactKindRef = builder.enumType('ContactKind', {
  description: 'What kind of address a contact is, read from its value.',
  values: {
    EMAIL: { value: 'email', description: 'An email address.' },
    PHONE: { value: 'phone', description: 'A phone number.' },
    OTHER: { value: 'other', description: 'Anything else, kept as it was typed.' },
  } as const,
});

export const IdentityKindRef = builder.enumType('IdentityKind', {
  description: 'What kind of identifier a key comes from.',
  values: {
    EMAIL: { value: 'email', description: 'An email address, lower-case; role addresses identify companies only.' },
    LINKEDIN: { value: 'linkedin', description: 'A LinkedIn profile: `in/…` or `company/…`.' },
    DOMAIN: { value: 'domain', description: 'The domain of a company.' },
    PROVIDER: { value: 'provider', description: 'The id of the lead in another system: `provider:id`.' },
  } as const,
});

export const LeadOrderFieldRef = builder.enumType('LeadOrderField', {
  description: 'What leads can be sorted by; ties are sorted by id.',
  values: {
    CREATED_AT: { value: 'createdAt', description: 'When the lead was created.' },
    UPDATED_AT: { value: 'updatedAt', description: 'When the lead last changed.' },
    NAME: { value: 'name', description: 'The full name, without regard to case and accents.' },
  } as const,
});

export const OrderDirectionRef = builder.enumType('OrderDirection', {
  description: 'Which end of an order comes first.',
  values: {
    ASC: { value: 'asc', description: 'Smallest, oldest or A first.' },
    DESC: { value: 'desc', description: 'Largest, newest or Z first.' },
  } as const,
});
