/** Shapes of the sample data: the inputs a client would send, with enum values in lower case as they are stored. */

export type SampleStatus = 'new' | 'contacted' | 'qualified' | 'converted' | 'lost' | 'follow_up';
export type SampleOrigin = 'webinar' | 'referral' | 'import' | 'apollo' | 'inbound' | 'event' | 'linkedin';
export type SampleSize = '1-10' | '11-50' | '51-200' | '201-500' | '501-1000' | '1001-5000';

type SampleJson = string | number | boolean | null | SampleJson[] | SampleJsonObject;
type SampleJsonObject = { [key: string]: SampleJson };

interface SampleName {
  full: string;
  short?: string;
  aliases?: string[];
  first?: string;
  last?: string;
}

export interface SampleLocation {
  city?: string;
  state?: string;
  country?: string;
  raw?: string;
}

/** What an integration knows beyond the row of a lead: free-form data and the ids other systems use for it. */
export interface SampleDetails {
  sources?: { provider?: string; id: string }[];
  attributes?: SampleJsonObject;
  metadata?: SampleJsonObject;
  raw?: SampleJsonObject;
}

/** The fields of `CreateLeadInput`. Where `contacts` is given, it begins with `email` and `phone`. */
export interface SampleLead extends SampleDetails {
  type: 'person' | 'company';
  name: SampleName;
  title?: string;
  company?: { name: string; domain: string };
  location: SampleLocation;
  socials: { url: string }[];
  contacts?: { value: string }[];
  email?: string;
  phone?: string;
  domain?: string;
  industry?: string;
  size?: SampleSize;
  status: SampleStatus;
  source: SampleOrigin;
}

/** A list, with its people by email and its companies by domain. */
export interface SampleList {
  name: string;
  people: readonly string[];
  companies: readonly string[];
}

/** A campaign, with its people by email. */
export interface SampleCampaign {
  name: string;
  status: 'draft' | 'active';
  people: readonly string[];
}

export interface SampleSignalEntity {
  name: string;
  email?: string;
  linkedinUrl?: string;
  domain?: string;
}

/** The fields of `SignalInput`: `entity` is the company, `person` the individual the signal is about. */
export interface SampleSignal {
  kind: string;
  title: string;
  url?: string;
  occurredAt: string;
  entity?: SampleSignalEntity;
  person?: SampleSignalEntity;
}
