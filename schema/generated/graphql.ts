/* eslint-disable */
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A moment, as RFC 3339 has it: `2026-01-31T09:30:00.000Z`. */
  DateTime: { input: string; output: string; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  /** A JSON object. Keys keep every character they are given with. */
  JSONObject: { input: Record<string, unknown>; output: Record<string, unknown>; }
  /** A UUID (RFC 9562), as campaigns, prospects, signals and entities have. */
  UUID: { input: string; output: string; }
};

/** Who acts: the holder of a key, or a user. */
export type Actor = {
  __typename?: 'Actor';
  /** The id of the key (`key_…`), or the subject (`sub`) of the token. */
  id: Scalars['ID']['output'];
  /** Which of the two it is. */
  kind: ActorKind;
  /** The name of the key or the user. */
  name: Scalars['String']['output'];
};

/** What kind of party acts. */
export type ActorKind =
  /** A program with a key. */
  | 'KEY'
  /** A person, whom a frontend vouches for with a token. */
  | 'USER';

/** People to add to a draft. */
export type AddCampaignLeadsInput = {
  /** The campaign. */
  campaignId: Scalars['UUID']['input'];
  /** The leads, 1 to 1000; persons only. */
  leadIds: Array<Scalars['ID']['input']>;
};

/** What became of the leads. */
export type AddCampaignLeadsPayload = {
  __typename?: 'AddCampaignLeadsPayload';
  /** Leads that were left out, and why. */
  errors: Array<ItemError>;
  /** The prospects made, in the order of the leads. */
  prospects: Array<CampaignProspect>;
};

/** The payload, or why there is none. */
export type AddCampaignLeadsResult = AddCampaignLeadsPayload | CampaignNotDraftError | IdempotencyKeyInUseError | IdempotencyKeyReusedError | InvalidInputError | NotFoundError;

/** An identifier that is to identify nobody, such as a shared inbox. Any spelling of it will do. */
export type BlockedIdentifierInput = {
  /** What kind of identifier it is. */
  kind: IdentityKind;
  /** The provider that the id is from; only with the kind PROVIDER. */
  provider?: InputMaybe<Scalars['String']['input']>;
  /** The address, URL, domain or id. */
  value: Scalars['String']['input'];
};

/** A sequence of messages to prospects. What it sends can be edited until it is launched. */
export type Campaign = Node & {
  __typename?: 'Campaign';
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** The id, the same string in every API. */
  id: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** Its prospects in the order they were added. */
  prospects: CampaignProspectConnection;
  /** How far it has come. */
  status: CampaignStatus;
  /** When it last changed, new prospects included. */
  updatedAt: Scalars['DateTime']['output'];
};


/** A sequence of messages to prospects. What it sends can be edited until it is launched. */
export type CampaignProspectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A campaign to launch or to pause. */
export type CampaignActionInput = {
  /** The campaign. */
  campaignId: Scalars['UUID']['input'];
};

/** The campaign after the change. */
export type CampaignActionPayload = {
  __typename?: 'CampaignActionPayload';
  /** The campaign as it stands now. */
  campaign: Campaign;
};

/** The payload, or why there is none. */
export type CampaignActionResult = CampaignActionPayload | InvalidInputError | NotFoundError;

/** A page of campaigns. */
export type CampaignConnection = {
  __typename?: 'CampaignConnection';
  /** The rows of this page with their cursors. */
  edges: Array<CampaignEdge>;
  /** The rows of this page. */
  nodes: Array<Campaign>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has; counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** One of the campaigns of a page. */
export type CampaignEdge = {
  __typename?: 'CampaignEdge';
  /** Where this row stands in the list; opaque. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: Campaign;
};

/** Which campaigns to list. */
export type CampaignFilter = {
  /** Campaigns in one of these statuses. */
  status?: InputMaybe<Array<CampaignStatus>>;
};

/** The fields of a prospect to change: absent keeps, null clears. */
export type CampaignLeadUpdates = {
  /** Name of the company. */
  company?: InputMaybe<Scalars['String']['input']>;
  /** Email address, one of a kind in the campaign. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Given name. */
  firstName?: InputMaybe<Scalars['String']['input']>;
  /** How they describe themselves in a line. */
  headline?: InputMaybe<Scalars['String']['input']>;
  /** Family name. */
  lastName?: InputMaybe<Scalars['String']['input']>;
  /** LinkedIn profile, one of a kind in the campaign. */
  linkedinUrl?: InputMaybe<Scalars['String']['input']>;
  /** Full name; follows first and last name unless given. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Job title. */
  position?: InputMaybe<Scalars['String']['input']>;
};

/** The campaign has left its draft, so its prospects are locked. */
export type CampaignNotDraftError = Error & {
  __typename?: 'CampaignNotDraftError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
  /** How far the campaign has come. */
  status: CampaignStatus;
};

/** A person in a campaign: a copy of the profile of a lead, which can be edited while the campaign is a draft. */
export type CampaignProspect = Node & {
  __typename?: 'CampaignProspect';
  /** When a message bounced. */
  bouncedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The campaign. */
  campaign: Campaign;
  /** The campaign. */
  campaignId: Scalars['UUID']['output'];
  /** Name of the company. */
  company?: Maybe<Scalars['String']['output']>;
  /** When it was added to the campaign. */
  createdAt: Scalars['DateTime']['output'];
  /** The step of the sequence they are at. */
  currentNodeId?: Maybe<Scalars['UUID']['output']>;
  /** Further values for the messages. */
  customFields: Scalars['JSONObject']['output'];
  /** Email address. */
  email?: Maybe<Scalars['String']['output']>;
  /** Given name. */
  firstName?: Maybe<Scalars['String']['output']>;
  /** How they describe themselves in a line. */
  headline?: Maybe<Scalars['String']['output']>;
  /** The id, the same string in every API. */
  id: Scalars['ID']['output'];
  /** Family name. */
  lastName?: Maybe<Scalars['String']['output']>;
  /** The lead that the prospect was made from; null once that is deleted. */
  lead?: Maybe<Lead>;
  /** LinkedIn profile. */
  linkedinUrl?: Maybe<Scalars['String']['output']>;
  /** Full name; follows first and last name unless given. */
  name?: Maybe<Scalars['String']['output']>;
  /** Job title. */
  position?: Maybe<Scalars['String']['output']>;
  /** When they replied. */
  repliedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where the prospect came from: `lead`. */
  source?: Maybe<Scalars['String']['output']>;
  /** Its id there. */
  sourceRef?: Maybe<Scalars['String']['output']>;
  /** Where the prospect stands in the sequence; `pending` before launch. */
  status: Scalars['String']['output'];
  /** When it last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** The user who sends to this prospect, if one is set. */
  userId?: Maybe<Scalars['ID']['output']>;
};

/** A page of prospects. */
export type CampaignProspectConnection = {
  __typename?: 'CampaignProspectConnection';
  /** The rows of this page with their cursors. */
  edges: Array<CampaignProspectEdge>;
  /** The rows of this page. */
  nodes: Array<CampaignProspect>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has; counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** One of the prospects of a page. */
export type CampaignProspectEdge = {
  __typename?: 'CampaignProspectEdge';
  /** Where this row stands in the list; opaque. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: CampaignProspect;
};

/** How far a campaign has come. */
export type CampaignStatus =
  /** Running. */
  | 'ACTIVE'
  /** Over. */
  | 'COMPLETED'
  /** Being prepared: prospects can be added and edited. */
  | 'DRAFT'
  /** Its prospects are being locked; it will be active in a moment. */
  | 'LAUNCHING'
  /** Launched and stopped for now; launching it again resumes it. */
  | 'PAUSED';

/** What kind of address a contact is, read from its value. */
export type ContactKind =
  /** An email address. */
  | 'EMAIL'
  /** Anything else, kept as it was typed. */
  | 'OTHER'
  /** A phone number. */
  | 'PHONE';

/** A campaign to create. */
export type CreateCampaignInput = {
  /** Its name. */
  name: Scalars['String']['input'];
};

/** The new campaign. */
export type CreateCampaignPayload = {
  __typename?: 'CreateCampaignPayload';
  /** The new campaign, a draft. */
  campaign: Campaign;
};

/** The payload, or why there is none. */
export type CreateCampaignResult = CreateCampaignPayload | IdempotencyKeyInUseError | IdempotencyKeyReusedError | InvalidInputError;

/** A lead to create, or to merge into the one that shares an identifier with it. */
export type CreateLeadInput = {
  /** Custom fields, merged deeply into what is there. */
  attributes?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The company a person works for. */
  company?: InputMaybe<LeadCompanyInput>;
  /** Ways to reach it, at most 50; added to those it has. */
  contacts?: InputMaybe<Array<LeadContactInput>>;
  /** Domain or web address of a company: one of its identifiers. */
  domain?: InputMaybe<Scalars['String']['input']>;
  /** Shorthand for a contact; must not contradict `contacts`. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Line of business. */
  industry?: InputMaybe<Scalars['String']['input']>;
  /** Lists to put the lead on; they must exist. It leaves none. */
  listIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Where the lead is. */
  location?: InputMaybe<LeadLocationInput>;
  /** Whatever you attach, merged deeply into what is there. */
  metadata?: InputMaybe<Scalars['JSONObject']['input']>;
  /** What the lead is called. */
  name: LeadNameInput;
  /** Shorthand for a contact; must not contradict `contacts`. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** The record as its source has it; replaces the last one. */
  raw?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Number of employees, as a range or as you have it. */
  size?: InputMaybe<Scalars['String']['input']>;
  /** Profiles, at most 50; added to those it has. */
  socials?: InputMaybe<Array<LeadSocialInput>>;
  /** How the lead came in: `webinar`, `referral` … */
  source?: InputMaybe<Scalars['String']['input']>;
  /** Records in other systems, at most 50. */
  sources?: InputMaybe<Array<LeadSourceInput>>;
  /** Where the lead stands; NEW unless told. */
  status?: InputMaybe<LeadStatus>;
  /** Job title of a person. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** Person or company. */
  type: LeadType;
};

/** A lead list to create. */
export type CreateLeadListInput = {
  /** Its name, one of a kind in the workspace. */
  name: Scalars['String']['input'];
};

/** The new list. */
export type CreateLeadListPayload = {
  __typename?: 'CreateLeadListPayload';
  /** The new list, still empty. */
  list: LeadList;
};

/** The payload, or why there is none. */
export type CreateLeadListResult = CreateLeadListPayload | IdempotencyKeyInUseError | IdempotencyKeyReusedError | InvalidInputError;

/** The lead that now holds the input. */
export type CreateLeadPayload = {
  __typename?: 'CreateLeadPayload';
  /** What the write changed, value by value; empty where the lead had it all. */
  changes: Array<LeadChange>;
  /** Values of the input that the lead has not taken: a source that ranks higher has written what it has, or `onMatch` asks for it. */
  heldBack: Array<HeldBackValue>;
  /** The lead as it stands now. */
  lead: Lead;
  /** The identifiers that an existing lead was found by; empty for a new one. */
  matchedKeys: Array<IdentityKey>;
  /** Whether it is new, took something in, or had it all. */
  outcome: LeadOutcome;
};

/** The payload, or why there is none. */
export type CreateLeadResult = CreateLeadPayload | IdempotencyKeyInUseError | IdempotencyKeyReusedError | IdentityConflictError | InvalidInputError | NotFoundError;

/** What became of one lead of a batch. */
export type CreateLeadsItem = {
  __typename?: 'CreateLeadsItem';
  /** What the write changed, value by value; empty where the lead had it all. */
  changes: Array<LeadChange>;
  /** Why nothing was written: an IdentityConflictError for CONFLICT, an InvalidInputError for INVALID. */
  error?: Maybe<Error>;
  /** Values of the input that the lead has not taken: a source that ranks higher has written what it has, or `onMatch` asks for it. */
  heldBack: Array<HeldBackValue>;
  /** Its position among the inputs, from 0. */
  index: Scalars['Int']['output'];
  /** The lead as it stands after the batch; null for CONFLICT and INVALID, for what a dry run would create, and in a replay for a lead deleted since. */
  lead?: Maybe<Lead>;
  /** The identifiers that it was found by; empty for a new one. */
  matchedKeys: Array<IdentityKey>;
  /** What became of it. */
  outcome: CreateLeadsOutcome;
};

/** What became of one lead of a batch. */
export type CreateLeadsOutcome =
  /** The identifiers belong to several leads, or to one and `onMatch` is FAIL; nothing was written. */
  | 'CONFLICT'
  /** None of the identifiers was known: a new lead. */
  | 'CREATED'
  /** The input breaks a rule; nothing was written. */
  | 'INVALID'
  /** An existing lead, or an earlier one of the batch, took in what was new. */
  | 'MERGED'
  /** An existing lead had all of it already, or has taken nothing. */
  | 'UNCHANGED';

/** What became of the leads. */
export type CreateLeadsPayload = {
  __typename?: 'CreateLeadsPayload';
  /** How many have identifiers of several leads. */
  conflicts: Scalars['Int']['output'];
  /** How many are new. */
  created: Scalars['Int']['output'];
  /** How many break a rule. */
  invalid: Scalars['Int']['output'];
  /** Each of them, in the order of the inputs. */
  items: Array<CreateLeadsItem>;
  /** How many were merged into leads that were known. */
  merged: Scalars['Int']['output'];
  /** How many were known with all they brought. */
  unchanged: Scalars['Int']['output'];
};

/** The payload, or why there is none. */
export type CreateLeadsResult = CreateLeadsPayload | IdempotencyKeyInUseError | IdempotencyKeyReusedError | InvalidInputError;

/** A span of time; leave an end out to keep it open. */
export type DateTimeRange = {
  /** The first moment in the span. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** The first moment after the span. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A lead to delete. */
export type DeleteLeadInput = {
  /** The lead. */
  id: Scalars['ID']['input'];
};

/** The lead that is gone. */
export type DeleteLeadPayload = {
  __typename?: 'DeleteLeadPayload';
  /** The id it had. */
  id: Scalars['ID']['output'];
};

/** The payload, or why there is none. */
export type DeleteLeadResult = DeleteLeadPayload | InvalidInputError | LeadMergedError | NotFoundError;

/** The two leads. */
export type DismissDuplicatePayload = {
  __typename?: 'DismissDuplicatePayload';
  /** The leads, in the order given. */
  leads: Array<Lead>;
};

/** The payload, or why there is none. */
export type DismissDuplicateResult = DismissDuplicatePayload | InvalidInputError | NotFoundError;

/** The way a write came in. */
export type Door =
  /** A GraphQL mutation. */
  | 'GRAPHQL'
  /** The import of a file. */
  | 'IMPORT'
  /** A REST call. */
  | 'REST'
  /** Leadgraph itself: sample data, repairs. */
  | 'SYSTEM';

/** A lead that may be the same. */
export type DuplicateCandidate = {
  __typename?: 'DuplicateCandidate';
  /** The lead as it stands. */
  lead: Lead;
  /** Why, what counts most first. */
  reasons: Array<DuplicateReason>;
  /** How likely they are the same, 0 to 1. Reasons for it add up as 1 - Π (1 - weight), each against it multiplies by 1 + weight; the highest weight is 0.85. */
  score: Scalars['Float']['output'];
};

/** Leads that may be the same as one. */
export type DuplicateCandidates = {
  __typename?: 'DuplicateCandidates';
  /** The likeliest first. */
  candidates: Array<DuplicateCandidate>;
  /** What more than 200 leads share with it, which tells nobody apart and was not followed. */
  tooCommon: Array<Scalars['String']['output']>;
};

/** The payload, or why there is none. */
export type DuplicateCandidatesResult = DuplicateCandidates | InvalidInputError | NotFoundError;

/** Two leads that may be the same. */
export type DuplicatePair = {
  __typename?: 'DuplicatePair';
  /** Their ids. */
  leadIds: Array<Scalars['ID']['output']>;
  /** The two as they stand; those that have been deleted since are missing. */
  leads: Array<Lead>;
  /** Why, what counts most first. */
  reasons: Array<DuplicateReason>;
  /** How likely they are the same, 0 to 1. Reasons for it add up as 1 - Π (1 - weight), each against it multiplies by 1 + weight; the highest weight is 0.85. */
  score: Scalars['Float']['output'];
};

/** A page of pairs. */
export type DuplicatePairConnection = {
  __typename?: 'DuplicatePairConnection';
  /** The rows of this page with their cursors. */
  edges: Array<DuplicatePairEdge>;
  /** The rows of this page. */
  nodes: Array<DuplicatePair>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has; counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** One of the pairs of a page. */
export type DuplicatePairEdge = {
  __typename?: 'DuplicatePairEdge';
  /** Where this row stands in the list; opaque. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: DuplicatePair;
};

/** Why two leads may be the same, or may not. */
export type DuplicateReason = {
  __typename?: 'DuplicateReason';
  /** What was compared. */
  kind: DuplicateReasonKind;
  /** What they share, in canonical form, or in what they differ. */
  value: Scalars['String']['output'];
  /** How sure it makes by itself, 0 to 1; below 0 the part of that which it takes away. */
  weight: Scalars['Float']['output'];
};

/** What speaks for two leads being the same, or against it. */
export type DuplicateReasonKind =
  /** Against it: they are in different countries. */
  | 'DIFFERENT_COUNTRY'
  /** Against it: they are called differently. */
  | 'DIFFERENT_NAME'
  /** Against it: both have a LinkedIn page, and not the same. */
  | 'DIFFERENT_PROFILE'
  /** Against it: sites of two companies under different registrable domains. */
  | 'DIFFERENT_ROOT_DOMAIN'
  /** One name in two ways: initials, an everyday form (Bob, Robert), another order, a longer form. */
  | 'NAME_VARIANT'
  /** People of one name at one company, by its name, its domain or the domain of a work address. */
  | 'SAME_COMPANY'
  /** Leads of one name in one city, or in one country where no city is known. */
  | 'SAME_LOCATION'
  /** Addresses that reach one mailbox: a tag behind `+`, dots at Gmail, googlemail.com. */
  | 'SAME_MAILBOX'
  /** The same name, but for case, accents and a legal form. */
  | 'SAME_NAME'
  /** The same number with its country, extensions apart. */
  | 'SAME_PHONE'
  /** Sites of two companies under one registrable domain. */
  | 'SAME_ROOT_DOMAIN';

/** A search of all leads for pairs that may be the same. It is kept for 7 days. */
export type DuplicateScan = {
  __typename?: 'DuplicateScan';
  /** When it ended. */
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it is forgotten. */
  expiresAt: Scalars['DateTime']['output'];
  /** A UUID. */
  id: Scalars['ID']['output'];
  /** Pairs that score less are left out. */
  minScore: Scalars['Float']['output'];
  /** What it has found so far, the likeliest first; the best 10000 are kept. */
  pairs: DuplicatePairConnection;
  /** How far it has come. */
  progress: DuplicateScanProgress;
  /** When it was asked for. */
  startedAt: Scalars['DateTime']['output'];
  /** How it stands. */
  state: DuplicateScanState;
  /** Up to 50 things that more than 200 leads share each, which were not followed. */
  tooCommon: Array<Scalars['String']['output']>;
  /** Whether it found more pairs than are kept. */
  truncated: Scalars['Boolean']['output'];
};


/** A search of all leads for pairs that may be the same. It is kept for 7 days. */
export type DuplicateScanPairsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** The scan. */
export type DuplicateScanPayload = {
  __typename?: 'DuplicateScanPayload';
  /** The scan as it stands. */
  scan: DuplicateScan;
};

/** How far a scan has come. */
export type DuplicateScanProgress = {
  __typename?: 'DuplicateScanProgress';
  /** Leads that have been compared. */
  done: Scalars['Int']['output'];
  /** Leads that there were at its start; `done` may end above or below. */
  total: Scalars['Int']['output'];
};

/** How a scan stands. */
export type DuplicateScanState =
  /** It has compared all leads. */
  | 'DONE'
  /** Its gateway is gone; it goes on where it was as soon as one takes it up. */
  | 'INTERRUPTED'
  /** At work, or about to begin. */
  | 'RUNNING'
  /** Somebody stopped it; what it found stays. */
  | 'STOPPED';

/** An expected failure. Nothing was written unless the type says otherwise. */
export type Error = {
  /** What kind of failure this is. */
  code: ErrorCode;
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
};

/** Every code of a failure, here and in `extensions.code` of top-level errors. The list is closed. */
export type ErrorCode =
  /** The HTTP request is not one that this server can read */
  | 'BAD_REQUEST'
  /** The campaign has left its draft, so its prospects are locked */
  | 'CAMPAIGN_NOT_DRAFT'
  /** The database does not answer; a write may have been done; send the request again later */
  | 'DATABASE_UNAVAILABLE'
  /** The key lacks the scope that this field asks for */
  | 'FORBIDDEN'
  /** The document is not GraphQL */
  | 'GRAPHQL_PARSE_FAILED'
  /** The document or its variables do not fit the schema */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** The first request with this idempotency key is still running; send it again in a moment */
  | 'IDEMPOTENCY_KEY_IN_USE'
  /** The idempotency key was sent before with another request */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The identifiers belong to another lead, or to several */
  | 'IDENTITY_CONFLICT'
  /** Something failed on our side */
  | 'INTERNAL_SERVER_ERROR'
  /** An argument breaks a rule; nothing was written */
  | 'INVALID_INPUT'
  /** The lead has been merged into another one, and this is for leads that have not */
  | 'LEAD_MERGED'
  /** Tokens cannot be checked now; send the request again later */
  | 'LOGIN_UNAVAILABLE'
  /** Nothing in your workspace has this id */
  | 'NOT_FOUND'
  /** The document has no operation of that name */
  | 'OPERATION_RESOLUTION_FAILURE'
  /** Another prospect of the campaign has this email or LinkedIn profile */
  | 'PROSPECT_CONFLICT'
  /** The operation asks for more than one request may */
  | 'QUERY_TOO_COMPLEX'
  /** Too many requests; wait and send it again */
  | 'RATE_LIMITED'
  /** The body of the request is too large */
  | 'REQUEST_TOO_LARGE'
  /** The request was not answered in its time */
  | 'TIMEOUT'
  /** The request has no valid key or token */
  | 'UNAUTHENTICATED'
  /** The gateway runs only documents that it knows, and this is none of them */
  | 'UNTRUSTED_DOCUMENT'
  /** What you would change is no longer at the version you expected */
  | 'VERSION_CONFLICT';

/** What to change of the domains that are the mail of many, and so identify no company. */
export type FreeMailDomainsInput = {
  /** Domains that count, too, with all below; up to 1000. */
  added?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Those of the usual ones that do not; up to 1000. */
  removed?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** An identifier of the input, as it was understood. */
export type GivenIdentifier = {
  __typename?: 'GivenIdentifier';
  /** What it identifies a lead by; null where it does not. */
  key?: Maybe<IdentityKey>;
  /** The way to it from the input: `["contacts", "0", "value"]`. */
  path: Array<Scalars['String']['output']>;
  /** Why it does not identify a lead; null where it does. */
  reason?: Maybe<NoKeyReason>;
  /** The value as given. */
  value: Scalars['String']['output'];
};

/** A value of the input that the lead has not taken. */
export type HeldBackValue = {
  __typename?: 'HeldBackValue';
  /** What the lead has there; null for an entry of a list, and where another path holds it. */
  kept?: Maybe<Scalars['JSON']['output']>;
  /** The way from the lead to where the value would be: `["title"]`, `["metadata", "crm", "owner"]`. */
  path: Array<Scalars['String']['output']>;
  /** Where what the lead has came from; null where that is not known. */
  source?: Maybe<Scalars['String']['output']>;
  /** The value of the input; of a list, one entry. In a replay, null where it is long. */
  value?: Maybe<Scalars['JSON']['output']>;
};

/** The first request with this idempotency key is still at work. Nothing was done by this one. */
export type IdempotencyKeyInUseError = Error & {
  __typename?: 'IdempotencyKeyInUseError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
  /** When it is worth asking again. */
  retryAfterSeconds: Scalars['Int']['output'];
};

/** The idempotency key came before with another request. Nothing was done. */
export type IdempotencyKeyReusedError = Error & {
  __typename?: 'IdempotencyKeyReusedError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
};

/** Two leads that one identifier would make one. They stay two until somebody merges them. */
export type IdentityCollision = {
  __typename?: 'IdentityCollision';
  /** The first of them as it stands; null where it has been deleted since. */
  holder?: Maybe<Lead>;
  /** The lead that is found by it. */
  holderId: Scalars['ID']['output'];
  /** The identifier. */
  key: IdentityKey;
  /** The second of them as it stands; null where it has been deleted since. Merged, it is the first. */
  lead?: Maybe<Lead>;
  /** The lead that has it, too, and is not found by it. */
  leadId: Scalars['ID']['output'];
};

/** A page of collisions. */
export type IdentityCollisionConnection = {
  __typename?: 'IdentityCollisionConnection';
  /** The rows of this page with their cursors. */
  edges: Array<IdentityCollisionEdge>;
  /** The rows of this page. */
  nodes: Array<IdentityCollision>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has; counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** One of the collisions of a page. */
export type IdentityCollisionEdge = {
  __typename?: 'IdentityCollisionEdge';
  /** Where this row stands in the list; opaque. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: IdentityCollision;
};

/** The identifiers belong to another lead, or to several. */
export type IdentityConflictError = Error & {
  __typename?: 'IdentityConflictError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** Those of the identifiers that others hold. */
  keys: Array<IdentityKey>;
  /** Every lead that holds one of them. */
  leads: Array<Lead>;
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
};

/** A canonical identifier. No two leads of a type in a workspace share one. */
export type IdentityKey = {
  __typename?: 'IdentityKey';
  /** What kind of identifier this is. */
  kind: IdentityKind;
  /** The canonical form, the same for every spelling. */
  value: Scalars['String']['output'];
};

/** What kind of identifier a key comes from. */
export type IdentityKind =
  /** The domain of a company. */
  | 'DOMAIN'
  /** An email address, lower-case; role addresses identify companies only. */
  | 'EMAIL'
  /** A LinkedIn profile: `in/…` or `company/…`. */
  | 'LINKEDIN'
  /** The id of the lead in another system: `provider:id`. */
  | 'PROVIDER';

/** A lead that would not be found by some of its identifiers any more. It keeps them as contacts. */
export type IdentityLoss = {
  __typename?: 'IdentityLoss';
  /** The identifiers. */
  keys: Array<IdentityKey>;
  /** The lead as it stands. */
  lead?: Maybe<Lead>;
  /** The lead. */
  leadId: Scalars['ID']['output'];
};

/** The work that follows a change of the rules: each lead gets the identity keys that they make. */
export type IdentityRekey = {
  __typename?: 'IdentityRekey';
  /** Leads that the rules would make one with another, by identifier. */
  collisions: IdentityCollisionConnection;
  /** Leads that have been gone through, merged ones among them. */
  done: Scalars['Int']['output'];
  /** When it was done. */
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the rules were changed. */
  startedAt: Scalars['DateTime']['output'];
  /** How it stands. */
  state: IdentityRekeyState;
  /** Leads that there were to go through; null before it has begun. `done` may end above or below. */
  total?: Maybe<Scalars['Int']['output']>;
  /** The version of the rules. */
  version: Scalars['Int']['output'];
};


/** The work that follows a change of the rules: each lead gets the identity keys that they make. */
export type IdentityRekeyCollisionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** How a re-keying stands. */
export type IdentityRekeyState =
  /** All leads follow the rules. */
  | 'DONE'
  /** Its gateway is gone; another one goes on with it. */
  | 'INTERRUPTED'
  /** At work, or about to begin. */
  | 'RUNNING'
  /** It has gone through all leads, and will look again once every gateway must have heard of the new rules. */
  | 'SETTLING';

/** What identifies a lead in your workspace, as far as it is not the usual. */
export type IdentityRules = {
  __typename?: 'IdentityRules';
  /** Identifiers that identify nobody, in canonical form. */
  blocked: Array<IdentityKey>;
  /** Domains of mail providers. */
  freeMailDomains: ListChange;
  /** Kinds of identifiers that identify nobody. */
  kindsOff: Array<IdentityKind>;
  /** Systems that ids come from. */
  providers: Array<ProviderRule>;
  /** Addresses of functions. */
  roleWords: ListChange;
  /** Moves with each change; 0 where there never was one. */
  version: Scalars['Int']['output'];
};

/** Somebody has changed the rules since you read them. Nothing was written. */
export type IdentityRulesConflictError = Error & {
  __typename?: 'IdentityRulesConflictError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
  /** The rules in force. */
  rules: IdentityRules;
};

/** What to change of the rules: what is absent stays, null goes back to the usual, a list replaces. */
export type IdentityRulesInput = {
  /** Identifiers that identify nobody, up to 1000; they stay contacts of their leads. */
  blocked?: InputMaybe<Array<BlockedIdentifierInput>>;
  /** Domains of mail providers. */
  freeMailDomains?: InputMaybe<FreeMailDomainsInput>;
  /** Kinds of identifiers that identify nobody. */
  kindsOff?: InputMaybe<Array<IdentityKind>>;
  /** Systems that ids come from, up to 100; ids of all others identify as they are. */
  providers?: InputMaybe<Array<ProviderRuleInput>>;
  /** Addresses of functions: info@, sales@ … */
  roleWords?: InputMaybe<RoleWordsInput>;
};

/** What a change of the rules would make of your leads: of as many as one request looks at. Lists and counts are of these. */
export type IdentityRulesPreview = {
  __typename?: 'IdentityRulesPreview';
  /** How many there are. */
  collisionCount: Scalars['Int']['output'];
  /** The first of the leads that would have an identifier in common with another. */
  collisions: Array<IdentityCollision>;
  /** Whether none is left behind them. */
  complete: Scalars['Boolean']['output'];
  /** What to ask with as `after` to go on behind them; null where none is left. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Leads that were looked at: those that the change can be about, where an index tells, else all. */
  examined: Scalars['Int']['output'];
  /** How many there are. */
  splitCount: Scalars['Int']['output'];
  /** The first of the leads that would lose identifiers, so that these find or make other leads. */
  splits: Array<IdentityLoss>;
  /** Leads of your workspace, merged ones among them, however many of them the change can be about. */
  total: Scalars['Int']['output'];
};

/** One rule that the input breaks. */
export type InputIssue = {
  __typename?: 'InputIssue';
  /** Which rule is broken, for programs. */
  code: Scalars['String']['output'];
  /** What is wrong with the value, for people. */
  message: Scalars['String']['output'];
  /** The way from the arguments to the value: `["input", "name", "full"]`. */
  path: Array<Scalars['String']['output']>;
};

/** The input breaks a rule. */
export type InvalidInputError = Error & {
  __typename?: 'InvalidInputError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** Every broken rule, at least one. */
  issues: Array<InputIssue>;
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
};

/** Why one item of a batch was left out; the others went through. */
export type ItemError = {
  __typename?: 'ItemError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** The id of the item, as given. */
  id: Scalars['ID']['output'];
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
};

/** A value at a path of keys. */
export type JsonPathFilter = {
  /** The value there; null finds leads that have nothing there. */
  equals?: InputMaybe<Scalars['JSON']['input']>;
  /** The keys from the outside in, 1 to 16: `["budget", "currency"]`. */
  path: Array<Scalars['String']['input']>;
};

/** Why a value is where it is after a merge has been undone. */
export type KeptReason =
  /** It was written to the winner since the merge, and stays there. */
  | 'ADDED'
  /** It came by the merge and was edited since, so the winner keeps it. */
  | 'EDITED'
  /** An identifier that another lead has got since: the lead that is back does not go by it any more. */
  | 'TAKEN';

/** A value that the undoing of a merge left where it is. */
export type KeptValue = {
  __typename?: 'KeptValue';
  /** The lead that has it. */
  leadId: Scalars['ID']['output'];
  /** The way from the lead to the value: `["metadata", "score"]`. */
  path: Array<Scalars['String']['output']>;
  /** Why it stays. */
  reason: KeptReason;
};

/** A person or company to sell to, known by its identifiers however often and however spelled it arrives. */
export type Lead = Node & {
  __typename?: 'Lead';
  /** Custom fields; updates merge deeply (RFC 7396). */
  attributes: Scalars['JSONObject']['output'];
  /** The company a person works for. */
  company?: Maybe<LeadCompany>;
  /** All ways to reach the lead. */
  contacts: Array<LeadContact>;
  /** When the lead was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Domain of a company, as given. */
  domain?: Maybe<Scalars['String']['output']>;
  /** The first email address among the contacts. */
  email?: Maybe<Scalars['String']['output']>;
  /** The latest writes that changed the lead, the newest first; how many it remembers is a setting. */
  history: LeadHistoryConnection;
  /** The id, the same string in every API. */
  id: Scalars['ID']['output'];
  /** The identifiers that this lead is known by. */
  identityKeys: Array<IdentityKey>;
  /** Line of business. */
  industry?: Maybe<Scalars['String']['output']>;
  /** The lists that the lead is on, in the order it was put on them. */
  lists: Array<LeadList>;
  /** Where the lead is. */
  location?: Maybe<LeadLocation>;
  /** The leads that have been merged into this one and still are, with those that these had taken in. */
  mergedFrom: Array<MergedLead>;
  /** Whatever you attach; updates merge deeply (RFC 7396). */
  metadata: Scalars['JSONObject']['output'];
  /** What the lead is called. */
  name: LeadName;
  /** The first phone number among the contacts. */
  phone?: Maybe<Scalars['String']['output']>;
  /** The prospects that were made from this lead, oldest first. */
  prospects: CampaignProspectConnection;
  /** Where the values of the lead came from, by path. Values that were written before Leadgraph kept it are missing. */
  provenance: Array<LeadProvenance>;
  /** The record as its source sent it last. */
  raw?: Maybe<Scalars['JSONObject']['output']>;
  /** The signals that speak of this lead, latest first: those of every entity that shares an identifier with it. */
  signals: SignalConnection;
  /** Number of employees, as a range or as given. */
  size?: Maybe<Scalars['String']['output']>;
  /** Profiles elsewhere, LinkedIn among them. */
  socials: Array<LeadSocial>;
  /** How the lead came in: `webinar`, `referral` … */
  source?: Maybe<Scalars['String']['output']>;
  /** Records of the lead in other systems. */
  sources: Array<LeadSource>;
  /** Where the lead stands with your team. */
  status: LeadStatus;
  /** Job title of a person. */
  title?: Maybe<Scalars['String']['output']>;
  /** Person or company; never changes. */
  type: LeadType;
  /** When the lead last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** Rises by one with each change; pass it as `expectedVersion`. */
  version: Scalars['Int']['output'];
  /** The workspace that the lead belongs to. */
  workspaceId: Scalars['ID']['output'];
};


/** A person or company to sell to, known by its identifiers however often and however spelled it arrives. */
export type LeadHistoryArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** A person or company to sell to, known by its identifiers however often and however spelled it arrives. */
export type LeadProspectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** A person or company to sell to, known by its identifiers however often and however spelled it arrives. */
export type LeadProvenanceArgs = {
  path?: InputMaybe<Array<Scalars['String']['input']>>;
};


/** A person or company to sell to, known by its identifiers however often and however spelled it arrives. */
export type LeadSignalsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** What createLead would do. */
export type LeadAction =
  /** Nothing: the identifiers belong to several leads, or to one and `onMatch` is FAIL. */
  | 'CONFLICT'
  /** Make a new lead. */
  | 'CREATE'
  /** Merge into the one candidate. */
  | 'MERGE'
  /** The one candidate has all of it already, or would take nothing. */
  | 'NOTHING';

/** A lead that has identifiers of the input. */
export type LeadCandidate = {
  __typename?: 'LeadCandidate';
  /** Those of the identifiers that it has. */
  keys: Array<IdentityKey>;
  /** The lead as it stands. */
  lead: Lead;
};

/** What a write did to one value of a lead. */
export type LeadChange = {
  __typename?: 'LeadChange';
  /** The value from then on; null where it went. */
  after?: Maybe<Scalars['JSON']['output']>;
  /** The value until then; null where there was none. Of `lists`, only those joined are told. */
  before?: Maybe<Scalars['JSON']['output']>;
  /** False where `before` or `after` is null because the change was too large to be kept. */
  known: Scalars['Boolean']['output'];
  /** The way from the lead to the value: `["title"]`, `["metadata", "crm", "owner"]`. */
  path: Array<Scalars['String']['output']>;
};

/** The company that a person works for. */
export type LeadCompany = {
  __typename?: 'LeadCompany';
  /** Its domain, as given. */
  domain?: Maybe<Scalars['String']['output']>;
  /** Its id, in Leadgraph (`lead_…`) or in the system it came from. */
  id?: Maybe<Scalars['ID']['output']>;
  /** The company lead of this id or domain, if the workspace has one. */
  lead?: Maybe<Lead>;
  /** Its name. */
  name?: Maybe<Scalars['String']['output']>;
};

/** The company that a person works for. It never identifies the person. */
export type LeadCompanyInput = {
  /** Its domain or web address. */
  domain?: InputMaybe<Scalars['String']['input']>;
  /** Its id, in Leadgraph (`lead_…`) or in the system it comes from. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Its name. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** A page of leads. */
export type LeadConnection = {
  __typename?: 'LeadConnection';
  /** The rows of this page with their cursors. */
  edges: Array<LeadEdge>;
  /** The rows of this page. */
  nodes: Array<Lead>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has; counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** A way to reach a lead. */
export type LeadContact = {
  __typename?: 'LeadContact';
  /** What kind of address it is. */
  kind: ContactKind;
  /** The address or number, as given. */
  value: Scalars['String']['output'];
};

/** A way to reach a lead. Email addresses identify it; phone numbers do not. */
export type LeadContactInput = {
  /** An email address, a phone number or anything else. */
  value: Scalars['String']['input'];
};

/** A value of a lead that you, or others meanwhile, have changed. */
export type LeadDifference = {
  __typename?: 'LeadDifference';
  /** The value at the version that you expected; null where there was none, and where it is not known. */
  base?: Maybe<Scalars['JSON']['output']>;
  /** Whether the history still has the value of that version. */
  baseKnown: Scalars['Boolean']['output'];
  /** The way from the lead to the value. */
  path: Array<Scalars['String']['output']>;
  /** The value as it stands now. */
  theirs?: Maybe<Scalars['JSON']['output']>;
  /** The value as you would have it. */
  yours?: Maybe<Scalars['JSON']['output']>;
};

/** One of the leads of a page. */
export type LeadEdge = {
  __typename?: 'LeadEdge';
  /** Where this row stands in the list; opaque. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: Lead;
};

/** Which leads to list; every condition given must hold. */
export type LeadFilter = {
  /** Leads with this value in their attributes. */
  attributes?: InputMaybe<JsonPathFilter>;
  /** Leads created in this span. */
  createdAt?: InputMaybe<DateTimeRange>;
  /** Companies of this domain and people who work for them. */
  domain?: InputMaybe<Scalars['String']['input']>;
  /** Leads with this email address, however it is spelled. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Leads with this LinkedIn profile, however it is spelled. */
  linkedinUrl?: InputMaybe<Scalars['String']['input']>;
  /** Leads on this list. */
  listId?: InputMaybe<Scalars['ID']['input']>;
  /** Leads with this value in their metadata. */
  metadata?: InputMaybe<JsonPathFilter>;
  /** Leads that came in this way, to the letter. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** Leads in one of these statuses. */
  status?: InputMaybe<Array<LeadStatus>>;
  /** Words that names, title or company begin with, all of them, at most 8, without regard to case and accents. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** Persons or companies. */
  type?: InputMaybe<LeadType>;
  /** Leads last changed in this span. */
  updatedAt?: InputMaybe<DateTimeRange>;
};

/** A page of writes. */
export type LeadHistoryConnection = {
  __typename?: 'LeadHistoryConnection';
  /** The rows of this page with their cursors. */
  edges: Array<LeadHistoryEdge>;
  /** The rows of this page. */
  nodes: Array<LeadHistoryEntry>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has; counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** One of the writes of a page. */
export type LeadHistoryEdge = {
  __typename?: 'LeadHistoryEdge';
  /** Where this row stands in the list; opaque. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: LeadHistoryEntry;
};

/** A write that changed a lead. */
export type LeadHistoryEntry = {
  __typename?: 'LeadHistoryEntry';
  /** Who made it; null where Leadgraph did by itself. */
  actor?: Maybe<Actor>;
  /** When it was. */
  at: Scalars['DateTime']['output'];
  /** What it changed, value by value. */
  changes: Array<LeadChange>;
  /** The way it came in. */
  door: Door;
  /** One of a kind within the lead. */
  id: Scalars['ID']['output'];
  /** The identifiers that a merge found the lead by; empty for other writes. */
  matchedKeys: Array<IdentityKey>;
  /** What it did. */
  outcome: LeadWriteOutcome;
  /** Where what it brought came from, as in `Lead.provenance`; null for a merge, which only moves values. */
  source?: Maybe<Scalars['String']['output']>;
  /** The version of the lead that it made. */
  version: Scalars['Int']['output'];
};

/** A named set of leads, people and companies alike. */
export type LeadList = Node & {
  __typename?: 'LeadList';
  /** When the list was created. */
  createdAt: Scalars['DateTime']['output'];
  /** The id, the same string in every API. */
  id: Scalars['ID']['output'];
  /** The leads on the list, newest first. */
  leads: LeadConnection;
  /** Its name, one of a kind in the workspace. */
  name: Scalars['String']['output'];
  /** When the list itself last changed. */
  updatedAt: Scalars['DateTime']['output'];
};


/** A named set of leads, people and companies alike. */
export type LeadListLeadsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of lead lists. */
export type LeadListConnection = {
  __typename?: 'LeadListConnection';
  /** The rows of this page with their cursors. */
  edges: Array<LeadListEdge>;
  /** The rows of this page. */
  nodes: Array<LeadList>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has; counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** One of the lead lists of a page. */
export type LeadListEdge = {
  __typename?: 'LeadListEdge';
  /** Where this row stands in the list; opaque. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: LeadList;
};

/** Leads to put on a list or to take off it. */
export type LeadListMembersInput = {
  /** The leads, 1 to 1000. */
  leadIds: Array<Scalars['ID']['input']>;
  /** The list. */
  listId: Scalars['ID']['input'];
};

/** What became of the leads. */
export type LeadListMembersPayload = {
  __typename?: 'LeadListMembersPayload';
  /** How many leads joined or left; those that had already do not count. */
  changed: Scalars['Int']['output'];
  /** Ids that are no leads of the workspace, and leads too large for one more list. */
  errors: Array<ItemError>;
  /** The list. */
  list: LeadList;
};

/** The payload, or why there is none. */
export type LeadListMembersResult = InvalidInputError | LeadListMembersPayload | NotFoundError;

/** Where a lead is. */
export type LeadLocation = {
  __typename?: 'LeadLocation';
  /** City or town. */
  city?: Maybe<Scalars['String']['output']>;
  /** Country, as given. */
  country?: Maybe<Scalars['String']['output']>;
  /** The place as one text, as the source had it. */
  raw?: Maybe<Scalars['String']['output']>;
  /** State, province or region. */
  state?: Maybe<Scalars['String']['output']>;
};

/** Where a lead is. */
export type LeadLocationInput = {
  /** City or town. */
  city?: InputMaybe<Scalars['String']['input']>;
  /** Country. */
  country?: InputMaybe<Scalars['String']['input']>;
  /** The place as one text. */
  raw?: InputMaybe<Scalars['String']['input']>;
  /** State, province or region. */
  state?: InputMaybe<Scalars['String']['input']>;
};

/** The lead has been merged into another one, and this works on leads that have not. */
export type LeadMergedError = Error & {
  __typename?: 'LeadMergedError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** The lead that has been merged. */
  id: Scalars['ID']['output'];
  /** The lead that it is part of now. */
  lead: Lead;
  /** The merge that made it so, for unmergeLead. */
  mergedBy: Scalars['UUID']['output'];
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
};

/** What a lead is called. */
export type LeadName = {
  __typename?: 'LeadName';
  /** Other names it goes by. */
  aliases: Array<Scalars['String']['output']>;
  /** Given name of a person. */
  first?: Maybe<Scalars['String']['output']>;
  /** The whole name. */
  full: Scalars['String']['output'];
  /** Family name of a person. */
  last?: Maybe<Scalars['String']['output']>;
  /** A short or spoken form. */
  short?: Maybe<Scalars['String']['output']>;
};

/** What a lead is called. Give a person `full`, or `first` and `last`: the rest follows. */
export type LeadNameInput = {
  /** Other names it goes by, at most 50. */
  aliases?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Given name of a person. */
  first?: InputMaybe<Scalars['String']['input']>;
  /** The whole name; all that a company has of these three. */
  full?: InputMaybe<Scalars['String']['input']>;
  /** Family name of a person. */
  last?: InputMaybe<Scalars['String']['input']>;
  /** A short or spoken form. */
  short?: InputMaybe<Scalars['String']['input']>;
};

/** How to sort leads. */
export type LeadOrder = {
  /** Which end comes first. */
  direction: OrderDirection;
  /** What to sort by. */
  field: LeadOrderField;
};

/** What leads can be sorted by; ties are sorted by id. */
export type LeadOrderField =
  /** When the lead was created. */
  | 'CREATED_AT'
  /** The full name, without regard to case and accents. */
  | 'NAME'
  /** When the lead last changed. */
  | 'UPDATED_AT';

/** What createLead did. */
export type LeadOutcome =
  /** None of the identifiers was known: a new lead. */
  | 'CREATED'
  /** An existing lead had one of the identifiers and took in what was new. */
  | 'MERGED'
  /** An existing lead had all of it already, or has taken nothing. */
  | 'UNCHANGED';

/** Where a value of a lead came from: the write that made it what it is. */
export type LeadProvenance = {
  __typename?: 'LeadProvenance';
  /** Who wrote it; null where Leadgraph did by itself. */
  actor?: Maybe<Actor>;
  /** When it was written. */
  at: Scalars['DateTime']['output'];
  /** The way it came in. */
  door: Door;
  /** The way from the lead to the value: `["title"]`, `["metadata", "crm", "owner"]`; of an entry of a list, what it shows: `["contacts", "jane@acme.com"]`. */
  path: Array<Scalars['String']['output']>;
  /** The source, in lower case: the `via` of the write, else the `source` of its input, else the name of its key, or one of `@edit`, `@user`, `@import`, `@system`. */
  source: Scalars['String']['output'];
};

/** What createLead would do with an input. */
export type LeadResolution = {
  __typename?: 'LeadResolution';
  /** What it would do. */
  action: LeadAction;
  /** Leads that have its identifiers: none for CREATE, several for CONFLICT. */
  candidates: Array<LeadCandidate>;
  /** What it would change, value by value. */
  changes: Array<LeadChange>;
  /** Values of the input that the lead has not taken: a source that ranks higher has written what it has, or `onMatch` asks for it. */
  heldBack: Array<HeldBackValue>;
  /** Every identifier of the input, with what it is or why it is none. */
  identifiers: Array<GivenIdentifier>;
};

/** A profile elsewhere. */
export type LeadSocial = {
  __typename?: 'LeadSocial';
  /** Its address, as given. */
  url: Scalars['String']['output'];
};

/** A profile elsewhere. LinkedIn profiles identify the lead. */
export type LeadSocialInput = {
  /** Its address. */
  url: Scalars['String']['input'];
};

/** The record of a lead in another system. */
export type LeadSource = {
  __typename?: 'LeadSource';
  /** The id in that system, as given. */
  id: Scalars['String']['output'];
  /** The system: `apollo`, `hubspot` … */
  provider?: Maybe<Scalars['String']['output']>;
};

/** The record of the lead in another system. With a provider it identifies the lead. */
export type LeadSourceInput = {
  /** The id in that system. */
  id: Scalars['String']['input'];
  /** The system: `apollo`, `hubspot` … */
  provider?: InputMaybe<Scalars['String']['input']>;
};

/** Where a lead stands with your team. Any change is allowed. */
export type LeadStatus =
  /** Somebody has written or called. */
  | 'CONTACTED'
  /** Became a customer. */
  | 'CONVERTED'
  /** To be taken up again later. */
  | 'FOLLOW_UP'
  /** Will not become a customer. */
  | 'LOST'
  /** Nobody has been in touch yet. */
  | 'NEW'
  /** A fit that is worth pursuing. */
  | 'QUALIFIED';

/** Whether a lead is a person or a company. The two have identifiers of their own and never merge. */
export type LeadType =
  /** An organisation. */
  | 'COMPANY'
  /** Somebody to talk to. */
  | 'PERSON';

/** The version that a lead is expected to be at. */
export type LeadVersionInput = {
  /** The lead. */
  id: Scalars['ID']['input'];
  /** Its `version` when you read it. */
  version: Scalars['Int']['input'];
};

/** What a write did to a lead. */
export type LeadWriteOutcome =
  /** It made the lead. */
  | 'CREATED'
  /** createLead found the lead by an identifier and added to it. */
  | 'MERGED'
  /** mergeLeads made other leads part of it. */
  | 'MERGED_LEADS'
  /** Its identity keys followed a change of the workspace’s rules. */
  | 'REKEYED'
  /** unmergeLead brought it back, as it was before it was merged. */
  | 'RESTORED'
  /** unmergeLead took them out of it again. */
  | 'UNMERGED_LEADS'
  /** updateLead changed it. */
  | 'UPDATED';

/** What a workspace changes of a list that holds everywhere else. */
export type ListChange = {
  __typename?: 'ListChange';
  /** What is on it, too. */
  added: Array<Scalars['String']['output']>;
  /** What is not on it. */
  removed: Array<Scalars['String']['output']>;
};

/** Leads to make one. */
export type MergeLeadsInput = {
  /** Merges only leads that are still at these versions. */
  expectedVersions?: InputMaybe<Array<LeadVersionInput>>;
  /** The leads that become part of it, 1 to 20; earlier ones win. */
  loserIds: Array<Scalars['ID']['input']>;
  /** The lead that stays; its own values win. */
  winnerId: Scalars['ID']['input'];
};

/** The lead that the others are part of. */
export type MergeLeadsPayload = {
  __typename?: 'MergeLeadsPayload';
  /** What the write changed, value by value; empty where the lead had it all. */
  changes: Array<LeadChange>;
  /** The winner as it stands now, or as it would for a preview. */
  lead: Lead;
  /** The merge, for unmergeLead; null for a preview. */
  mergeId?: Maybe<Scalars['UUID']['output']>;
};

/** The payload, or why there is none. */
export type MergeLeadsResult = IdempotencyKeyInUseError | IdempotencyKeyReusedError | InvalidInputError | LeadMergedError | MergeLeadsPayload | NotFoundError | VersionConflictError;

/** A lead that has been merged into another one, and still is. */
export type MergedLead = {
  __typename?: 'MergedLead';
  /** The latest writes that changed it before it was merged, the newest first. */
  history: LeadHistoryConnection;
  /** The id it had; it finds the lead that it is part of. */
  id: Scalars['ID']['output'];
  /** The merge, for unmergeLead. */
  mergeId: Scalars['UUID']['output'];
  /** When it was merged. */
  mergedAt: Scalars['DateTime']['output'];
  /** What it was called. */
  name: Scalars['String']['output'];
};


/** A lead that has been merged into another one, and still is. */
export type MergedLeadHistoryArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Adds people to a draft, each by itself; nobody is in a campaign twice. */
  addCampaignLeads: AddCampaignLeadsResult;
  /** Puts leads on a list. Those on it already stay, and count as unchanged. */
  addLeadsToList: LeadListMembersResult;
  /** Creates a campaign as a draft. */
  createCampaign: CreateCampaignResult;
  /** Creates a lead, or merges the input into the lead that has one of its identifiers: values given win, lists are united, JSON merges deeply, null never clears. NotFoundError is the answer to a replay whose lead has been deleted since. */
  createLead: CreateLeadResult;
  /** Creates an empty lead list. */
  createLeadList: CreateLeadListResult;
  /** Creates or merges many leads, each as createLead would and in their order; one that fails stops no other. */
  createLeads: CreateLeadsResult;
  /** Deletes a lead, with those that were merged into it, and frees its identifiers. Prospects and signals made from it stay. The id of a merged lead deletes nothing: LeadMergedError names the lead that it is part of. */
  deleteLead: DeleteLeadResult;
  /** Says that two leads are not the same: they are not proposed again. No change of the leads. */
  dismissDuplicate: DismissDuplicateResult;
  /** Launches a draft, or resumes a paused campaign. From then on its prospects are locked. */
  launchCampaign: CampaignActionResult;
  /** Makes leads of one type one: the winner keeps its values and takes what it lacks; lists are united, JSON merges deeply. The ids and identifiers of the others lead to the winner from then on. Merging the same leads again answers the same merge. */
  mergeLeads: MergeLeadsResult;
  /** Pauses an active campaign. Its prospects stay locked. */
  pauseCampaign: CampaignActionResult;
  /** Records signals; the people and companies they bring are found by their identifiers, or made. */
  recordSignals: RecordSignalsResult;
  /** Takes leads off a list. The leads themselves stay. */
  removeLeadsFromList: LeadListMembersResult;
  /** Changes what identifies a lead. New writes follow the rules at once, other gateways within seconds; the leads that there are get their keys in the background, see `workspace { identityRekey }`. No lead is merged by it: an identifier that two would have stays with the one that has it, and the pair is listed. */
  setIdentityRules: SetIdentityRulesResult;
  /** Sets the status of people and companies, for every signal they appear in. */
  setSignalStatuses: SetSignalStatusesResult;
  /** Ranks the sources of values for the whole workspace, instead of the ranking there is. Leads stay as they are; writes go by it from now on, those of other gateway processes some seconds later. */
  setSourcePriority: SetSourcePriorityResult;
  /** Begins to compare all leads in the background. A workspace has one scan at a time: while one runs, it is answered as it is. NotFoundError is the answer to a replay whose scan has been forgotten since. */
  startDuplicateScan: StartDuplicateScanResult;
  /** Ends a scan; what it has found stays. One that has ended stays as it is. */
  stopDuplicateScan: StopDuplicateScanResult;
  /** Takes dismissDuplicate back: the two may be proposed again. */
  undoDismissDuplicate: DismissDuplicateResult;
  /** Undoes a merge: the leads come back as they were, with their ids and identifiers, and the winner loses what came from them, unless it was edited since. Undoing it again answers the same. */
  unmergeLead: UnmergeLeadResult;
  /** Edits a prospect while its campaign is a draft. */
  updateCampaignLead: UpdateCampaignLeadResult;
  /** Changes only the fields it is given: null clears, attributes and metadata merge deeply (RFC 7396). */
  updateLead: UpdateLeadResult;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationAddCampaignLeadsArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: AddCampaignLeadsInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationAddLeadsToListArgs = {
  input: LeadListMembersInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationCreateCampaignArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: CreateCampaignInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationCreateLeadArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: CreateLeadInput;
  onMatch?: InputMaybe<OnMatch>;
  via?: InputMaybe<Scalars['String']['input']>;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationCreateLeadListArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: CreateLeadListInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationCreateLeadsArgs = {
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  inputs: Array<CreateLeadInput>;
  onMatch?: InputMaybe<OnMatch>;
  via?: InputMaybe<Scalars['String']['input']>;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationDeleteLeadArgs = {
  input: DeleteLeadInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationDismissDuplicateArgs = {
  leadIds: Array<Scalars['ID']['input']>;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationLaunchCampaignArgs = {
  input: CampaignActionInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationMergeLeadsArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: MergeLeadsInput;
  preview?: InputMaybe<Scalars['Boolean']['input']>;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationPauseCampaignArgs = {
  input: CampaignActionInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationRecordSignalsArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: RecordSignalsInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationRemoveLeadsFromListArgs = {
  input: LeadListMembersInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationSetIdentityRulesArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  input: IdentityRulesInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationSetSignalStatusesArgs = {
  input: SetSignalStatusesInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationSetSourcePriorityArgs = {
  input: SetSourcePriorityInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationStartDuplicateScanArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  minScore?: InputMaybe<Scalars['Float']['input']>;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationStopDuplicateScanArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationUndoDismissDuplicateArgs = {
  leadIds: Array<Scalars['ID']['input']>;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationUnmergeLeadArgs = {
  input: UnmergeLeadInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationUpdateCampaignLeadArgs = {
  input: UpdateCampaignLeadInput;
};


/** All that can be changed. Expected failures are part of each result; read them with `... on Error`. */
export type MutationUpdateLeadArgs = {
  input: UpdateLeadInput;
  via?: InputMaybe<Scalars['String']['input']>;
};

/** Why a value does not identify a lead. */
export type NoKeyReason =
  /** Blocked by your workspace, as a shared inbox is. */
  | 'BLOCKED'
  /** Many people work for the company; its domain identifies none of them. */
  | 'COMPANY_DOMAIN'
  /** The page of a company, among a person’s profiles. */
  | 'COMPANY_PAGE'
  /** A domain of a mail provider, which is the mail of millions. */
  | 'FREE_MAIL_DOMAIN'
  /** An address, not a name. */
  | 'IP_ADDRESS'
  /** What systems put where they have no id: 0, null, anonymous … */
  | 'JUNK_ID'
  /** Your workspace does not identify leads by this kind of identifier. */
  | 'KIND_SWITCHED_OFF'
  /** Given as an email address, and none. */
  | 'NOT_AN_EMAIL'
  /** Given as a phone number, and none. */
  | 'NOT_A_PHONE_NUMBER'
  /** A page, but nobody’s profile. */
  | 'NOT_A_PROFILE'
  /** No web address can be read from it. */
  | 'NOT_A_URL'
  /** Nobody can have registered this name. */
  | 'NO_REGISTRABLE_DOMAIN'
  /** The profile of a person, among a company’s. */
  | 'PERSON_PROFILE'
  /** Phones are shared and change hands; they are compared, and never identify. */
  | 'PHONE'
  /** Made up: noreply@, test@example.com … */
  | 'PLACEHOLDER'
  /** Your workspace does not identify leads by the ids of this provider. */
  | 'PROVIDER_SWITCHED_OFF'
  /** A link that only LinkedIn Recruiter understands. */
  | 'RECRUITER_LINK'
  /** Several people read it: info@, sales@ … */
  | 'ROLE_ADDRESS'
  /** A link that only Sales Navigator understands. */
  | 'SALES_NAVIGATOR_LINK'
  /** It leads elsewhere, and nobody knows where to. */
  | 'SHORT_LINK'
  /** The domain of a network that everybody is on. */
  | 'SOCIAL_HOST'
  /** Longer than an identifier can be. */
  | 'TOO_LONG'
  /** Neither an email address nor a phone number. */
  | 'UNKNOWN_KIND'
  /** An id without the name of the system that it is from. */
  | 'UNLABELLED_ID';

/** Anything with an id of its own; `node(id:)` finds it again. */
export type Node = {
  /** The id, the same string in every API. */
  id: Scalars['ID']['output'];
};

/** The workspace has nothing with this id. Unknown, malformed and foreign ids are all the same. */
export type NotFoundError = Error & {
  __typename?: 'NotFoundError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** The id that was given. */
  id: Scalars['ID']['output'];
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
};

/** What happens to a lead that has one of the identifiers of an input. */
export type OnMatch =
  /** Nothing is written; an IdentityConflictError names it. */
  | 'FAIL'
  /** It takes in only what it has nothing of: fields and keys without a value, lists that are empty, contacts of a kind that it has none of. */
  | 'FILL_BLANKS'
  /** It takes the input in: values given win unless a source that ranks higher has written them. */
  | 'MERGE'
  /** It stays as it is and is the answer; the outcome is UNCHANGED. */
  | 'REUSE';

/** Which end of an order comes first. */
export type OrderDirection =
  /** Smallest, oldest or A first. */
  | 'ASC'
  /** Largest, newest or Z first. */
  | 'DESC';

/** Where a page stands in its list (Relay cursor connections). */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last row, to pass as `after`; null on an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether rows follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether rows come before this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first row; null on an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** The payload, or why there is none. */
export type PreviewIdentityRulesResult = IdentityRulesPreview | InvalidInputError;

/** Another prospect of the campaign has this email or LinkedIn profile. */
export type ProspectConflictError = Error & {
  __typename?: 'ProspectConflictError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
  /** That other prospect. */
  prospect: CampaignProspect;
};

/** A system that ids come from. */
export type ProviderRule = {
  __typename?: 'ProviderRule';
  /** Other names of it. */
  aliases: Array<Scalars['String']['output']>;
  /** Whether its ids identify leads. */
  identifies: Scalars['Boolean']['output'];
  /** Whether ids that differ in case alone are one. */
  ignoreCase: Scalars['Boolean']['output'];
  /** Its name, as it stands in identity keys. */
  name: Scalars['String']['output'];
};

/** A system that ids come from. */
export type ProviderRuleInput = {
  /** Other names of the same system, up to 20. */
  aliases?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Whether its ids identify leads; they do unless told. */
  identifies?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether ids that differ in case alone are one; they are two unless told. */
  ignoreCase?: InputMaybe<Scalars['Boolean']['input']>;
  /** Its name, as it shall stand in identity keys. */
  name: Scalars['String']['input'];
};

/** All that can be read. Every field answers for the workspace of the key alone. */
export type Query = {
  __typename?: 'Query';
  /** One campaign; null where your workspace has none of this id. */
  campaign?: Maybe<Campaign>;
  /** One prospect; null where your workspace has none of this id. */
  campaignProspect?: Maybe<CampaignProspect>;
  /** Campaigns, newest first. */
  campaigns: CampaignConnection;
  /** Leads of the same type that may be the same as this one though no identifier says so. Nothing is merged. */
  duplicateCandidates: DuplicateCandidatesResult;
  /** A scan for duplicates, the latest unless told; null where your workspace has none. */
  duplicateScan?: Maybe<DuplicateScan>;
  /** One lead; null where your workspace has none of this id. The id of a merged lead finds the one that it is part of. */
  lead?: Maybe<Lead>;
  /** One lead list; null where your workspace has none of this id. */
  leadList?: Maybe<LeadList>;
  /** Lead lists by name. */
  leadLists: LeadListConnection;
  /** Leads, newest first unless told otherwise. */
  leads: LeadConnection;
  /** Whatever has this id; null where your workspace has nothing of it, or the key may not read it. */
  node?: Maybe<Node>;
  /** Whatever has these ids, in their order; null for each that was not found. */
  nodes: Array<Maybe<Node>>;
  /** Which leads setIdentityRules with this input would bring together or apart. It writes nothing. While a re-keying is at work, it tells of the leads as they stand by then. */
  previewIdentityRules: PreviewIdentityRulesResult;
  /** What createLead would do with this input. It works as the write does, and writes nothing. */
  resolveLead: ResolveLeadResult;
  /** One signal; null where your workspace has none of this id. */
  signal?: Maybe<Signal>;
  /** The people and companies that signals speak of, newest first. */
  signalEntities: SignalEntityConnection;
  /** One person or company of signals; null where your workspace has none of this id. */
  signalEntity?: Maybe<SignalEntity>;
  /** Signals, latest first. */
  signals: SignalConnection;
  /** Who you are: your workspace, your key or user, and what it may do. */
  viewer: Viewer;
  /** The workspace that every answer is about, with its rules. */
  workspace?: Maybe<Workspace>;
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryCampaignArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryCampaignProspectArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryCampaignsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CampaignFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryDuplicateCandidatesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  leadId: Scalars['ID']['input'];
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryDuplicateScanArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryLeadArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryLeadListArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryLeadListsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryLeadsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<LeadFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<LeadOrder>;
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryPreviewIdentityRulesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  input: IdentityRulesInput;
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QueryResolveLeadArgs = {
  input: CreateLeadInput;
  onMatch?: InputMaybe<OnMatch>;
  via?: InputMaybe<Scalars['String']['input']>;
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QuerySignalArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QuerySignalEntitiesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SignalEntityFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QuerySignalEntityArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. Every field answers for the workspace of the key alone. */
export type QuerySignalsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SignalFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** Signals to record. */
export type RecordSignalsInput = {
  /** The signals, 1 to 500. */
  items: Array<SignalInput>;
};

/** The signals recorded. */
export type RecordSignalsPayload = {
  __typename?: 'RecordSignalsPayload';
  /** The signals, in the order given. */
  signals: Array<Signal>;
};

/** The payload, or why there is none. */
export type RecordSignalsResult = IdempotencyKeyInUseError | IdempotencyKeyReusedError | InvalidInputError | RecordSignalsPayload;

/** The payload, or why there is none. */
export type ResolveLeadResult = InvalidInputError | LeadResolution;

/** What to change of the words that make an address one of a function, which identifies no person. */
export type RoleWordsInput = {
  /** Local parts that count, too: `frontdesk`; up to 500. */
  added?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Those of the usual ones that do not: `hello`; up to 500. */
  removed?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** The rules and the work that follows. */
export type SetIdentityRulesPayload = {
  __typename?: 'SetIdentityRulesPayload';
  /** The work for the latest change of them; null where there never was one. */
  rekey?: Maybe<IdentityRekey>;
  /** The rules in force. */
  rules: IdentityRules;
};

/** The payload, or why there is none. */
export type SetIdentityRulesResult = IdentityRulesConflictError | InvalidInputError | SetIdentityRulesPayload;

/** Statuses to set. */
export type SetSignalStatusesInput = {
  /** The statuses, 1 to 200. A repeated entity counts once, and its last status wins. */
  items: Array<SignalStatusItem>;
};

/** What became of the items. */
export type SetSignalStatusesPayload = {
  __typename?: 'SetSignalStatusesPayload';
  /** The updated entities, in the same order. */
  entities: Array<SignalEntity>;
  /** Items that did nothing, and why. */
  errors: Array<SignalStatusError>;
  /** Entities that now have the status, in the order they first appear. */
  updated: Array<Scalars['ID']['output']>;
};

/** The payload, or why there is none. */
export type SetSignalStatusesResult = InvalidInputError | SetSignalStatusesPayload;

/** Which sources of values are trusted more than others. */
export type SetSourcePriorityInput = {
  /** Names of sources, at most 50, the most trusted one first, in any case: what writes give as `via`, names of keys, `@edit`, `@user`, `@import`, `@system`. None: the last write wins everywhere. */
  sources: Array<Scalars['String']['input']>;
};

/** The workspace with its new ranking. */
export type SetSourcePriorityPayload = {
  __typename?: 'SetSourcePriorityPayload';
  /** The workspace as it is now. */
  workspace: Workspace;
};

/** The payload, or why there is none. */
export type SetSourcePriorityResult = InvalidInputError | SetSourcePriorityPayload;

/** Something that happened and makes a company, a person or both worth writing to. */
export type Signal = Node & {
  __typename?: 'Signal';
  /** When it was recorded. */
  createdAt: Scalars['DateTime']['output'];
  /** The company it speaks of. */
  entity?: Maybe<SignalEntity>;
  /** The company it speaks of. */
  entityId?: Maybe<Scalars['UUID']['output']>;
  /** Where that company stands in your work. */
  entityStatus?: Maybe<SignalStatus>;
  /** The id, the same string in every API. */
  id: Scalars['ID']['output'];
  /** What kind of event: `funding_round`, `job_change` … */
  kind: Scalars['String']['output'];
  /** When it happened. */
  occurredAt: Scalars['DateTime']['output'];
  /** The person it speaks of. */
  personEntity?: Maybe<SignalEntity>;
  /** The person it speaks of. */
  personEntityId?: Maybe<Scalars['UUID']['output']>;
  /** Where that person stands in your work. */
  personEntityStatus?: Maybe<SignalStatus>;
  /** What happened, in a line. */
  title: Scalars['String']['output'];
  /** Where it was seen. */
  url?: Maybe<Scalars['String']['output']>;
};

/** A page of signals. */
export type SignalConnection = {
  __typename?: 'SignalConnection';
  /** The rows of this page with their cursors. */
  edges: Array<SignalEdge>;
  /** The rows of this page. */
  nodes: Array<Signal>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has; counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** One of the signals of a page. */
export type SignalEdge = {
  __typename?: 'SignalEdge';
  /** Where this row stands in the list; opaque. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: Signal;
};

/** A person or company that signals speak of. Its status holds for every signal it appears in. */
export type SignalEntity = Node & {
  __typename?: 'SignalEntity';
  /** When a signal first spoke of it. */
  createdAt: Scalars['DateTime']['output'];
  /** Domain, as given. */
  domain?: Maybe<Scalars['String']['output']>;
  /** Email address, as given. */
  email?: Maybe<Scalars['String']['output']>;
  /** The id, the same string in every API. */
  id: Scalars['ID']['output'];
  /** The lead of the same type that shares an identifier with it, if there is one. */
  lead?: Maybe<Lead>;
  /** LinkedIn profile, as given. */
  linkedinUrl?: Maybe<Scalars['String']['output']>;
  /** What it is called. */
  name: Scalars['String']['output'];
  /** The signals that speak of it, latest first. */
  signals: SignalConnection;
  /** Where it stands in your work. */
  status: SignalStatus;
  /** When the status last changed; null while it never has. */
  statusChangedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Person or company. */
  type: LeadType;
  /** When it last changed. */
  updatedAt: Scalars['DateTime']['output'];
};


/** A person or company that signals speak of. Its status holds for every signal it appears in. */
export type SignalEntitySignalsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of people and companies that signals speak of. */
export type SignalEntityConnection = {
  __typename?: 'SignalEntityConnection';
  /** The rows of this page with their cursors. */
  edges: Array<SignalEntityEdge>;
  /** The rows of this page. */
  nodes: Array<SignalEntity>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has; counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** One of the people and companies that signals speak of of a page. */
export type SignalEntityEdge = {
  __typename?: 'SignalEntityEdge';
  /** Where this row stands in the list; opaque. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: SignalEntity;
};

/** Which people and companies to list; every condition given must hold. */
export type SignalEntityFilter = {
  /** Those in one of these statuses. */
  status?: InputMaybe<Array<SignalStatus>>;
  /** Persons or companies. */
  type?: InputMaybe<LeadType>;
};

/** A person or company that a signal brings; found by its identifiers, or made. */
export type SignalEntityInput = {
  /** Domain or web address; identifies companies. */
  domain?: InputMaybe<Scalars['String']['input']>;
  /** Email address. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** LinkedIn profile. */
  linkedinUrl?: InputMaybe<Scalars['String']['input']>;
  /** What it is called. */
  name: Scalars['String']['input'];
};

/** Which signals to list; every condition given must hold. */
export type SignalFilter = {
  /** Signals that speak of this company or person. */
  entityId?: InputMaybe<Scalars['UUID']['input']>;
  /** Signals whose company or person has one of these statuses. */
  entityStatus?: InputMaybe<Array<SignalStatus>>;
  /** Signals of one of these kinds. */
  kind?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Signals of this span. */
  occurredAt?: InputMaybe<DateTimeRange>;
};

/** A signal to record, with a company, a person, or both. */
export type SignalInput = {
  /** The company it speaks of. */
  entity?: InputMaybe<SignalEntityInput>;
  /** What kind of event: `funding_round`, `job_change` … */
  kind: Scalars['String']['input'];
  /** When it happened; now unless told. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The person it speaks of. */
  person?: InputMaybe<SignalEntityInput>;
  /** What happened, in a line. */
  title: Scalars['String']['input'];
  /** Where it was seen. */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** Where the people and companies of signals stand in your work. Any change is allowed. */
export type SignalStatus =
  /** Outreach was sent. */
  | 'CONTACTED'
  /** Taken out of active work. */
  | 'DISMISSED'
  /** Fresh. */
  | 'NEW';

/** Why one item did nothing; the others went through. */
export type SignalStatusError = {
  __typename?: 'SignalStatusError';
  /** `not_found`, or `invalid_id` for what is no UUID. */
  error: Scalars['String']['output'];
  /** The id, as given. */
  id: Scalars['ID']['output'];
};

/** The status that a person or company is to have. */
export type SignalStatusItem = {
  /** The entity: `entityId` or `personEntityId` of a signal. */
  entityId: Scalars['ID']['input'];
  /** Its status from now on. */
  status: SignalStatus;
};

/** The payload, or why there is none. */
export type StartDuplicateScanResult = DuplicateScanPayload | IdempotencyKeyInUseError | IdempotencyKeyReusedError | InvalidInputError | NotFoundError;

/** The payload, or why there is none. */
export type StopDuplicateScanResult = DuplicateScanPayload | InvalidInputError | NotFoundError;

/** A merge to undo. */
export type UnmergeLeadInput = {
  /** The merge, from `mergedFrom` of the lead or from mergeLeads. */
  mergeId: Scalars['ID']['input'];
};

/** What became of the leads of a merge. */
export type UnmergeLeadPayload = {
  __typename?: 'UnmergeLeadPayload';
  /** What was written since the merge, and where it is; empty where nothing was. */
  kept: Array<KeptValue>;
  /** The merge that is undone. */
  mergeId: Scalars['UUID']['output'];
  /** The others, as they were before the merge. */
  restored: Array<Lead>;
  /** The lead that the others were part of, without them. */
  winner: Lead;
};

/** The payload, or why there is none. */
export type UnmergeLeadResult = InvalidInputError | LeadMergedError | NotFoundError | UnmergeLeadPayload;

/** A change of a prospect of a draft. */
export type UpdateCampaignLeadInput = {
  /** The campaign. */
  campaignId: Scalars['UUID']['input'];
  /** The prospect. */
  prospectId: Scalars['UUID']['input'];
  /** The fields to change. */
  updates: CampaignLeadUpdates;
};

/** The prospect after the change. */
export type UpdateCampaignLeadPayload = {
  __typename?: 'UpdateCampaignLeadPayload';
  /** The prospect as it stands now. */
  prospect: CampaignProspect;
};

/** The payload, or why there is none. */
export type UpdateCampaignLeadResult = CampaignNotDraftError | InvalidInputError | NotFoundError | ProspectConflictError | UpdateCampaignLeadPayload;

/** Only the fields to change: absent keeps, null clears, lists replace. Type and lists never change here. */
export type UpdateLeadInput = {
  /** An RFC 7396 merge patch: null removes a key, arrays replace. */
  attributes?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Parts of the company; null clears all of them. */
  company?: InputMaybe<LeadCompanyInput>;
  /** All ways to reach it, instead of those it has. */
  contacts?: InputMaybe<Array<LeadContactInput>>;
  /** Domain or web address of a company: its only one from now on. */
  domain?: InputMaybe<Scalars['String']['input']>;
  /** Replaces the first email contact; null clears every email contact. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Write only if the lead is still at this version. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** The lead. */
  id: Scalars['ID']['input'];
  /** Line of business. */
  industry?: InputMaybe<Scalars['String']['input']>;
  /** Parts of the place; null clears all of them. */
  location?: InputMaybe<LeadLocationInput>;
  /** An RFC 7396 merge patch: null removes a key, arrays replace. */
  metadata?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Parts of the name; `full` follows `first` and `last`. */
  name?: InputMaybe<LeadNameInput>;
  /** Replaces the first phone contact; null clears every phone contact. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** The record as its source has it; replaces the last one. */
  raw?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Number of employees. */
  size?: InputMaybe<Scalars['String']['input']>;
  /** All profiles, instead of those it has. */
  socials?: InputMaybe<Array<LeadSocialInput>>;
  /** How the lead came in. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** All records in other systems, instead of those it has. */
  sources?: InputMaybe<Array<LeadSourceInput>>;
  /** Where the lead stands. */
  status?: InputMaybe<LeadStatus>;
  /** Job title of a person. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** The lead after the update. */
export type UpdateLeadPayload = {
  __typename?: 'UpdateLeadPayload';
  /** What the write changed, value by value; empty where the lead had it all. */
  changes: Array<LeadChange>;
  /** The lead as it stands now. */
  lead: Lead;
};

/** The payload, or why there is none. */
export type UpdateLeadResult = IdentityConflictError | InvalidInputError | NotFoundError | UpdateLeadPayload | VersionConflictError;

/** Somebody has changed the lead since the version that was expected. */
export type VersionConflictError = Error & {
  __typename?: 'VersionConflictError';
  /** What kind of failure this is. */
  code: ErrorCode;
  /** What you and the others have made of each value since that version; for a dialog that lets a person choose. */
  differences: Array<LeadDifference>;
  /** The lead as it stands now. */
  lead: Lead;
  /** What went wrong, for people. */
  message: Scalars['String']['output'];
};

/** Who the request speaks for. */
export type Viewer = {
  __typename?: 'Viewer';
  /** The key or the user that sends the request. */
  actor: Actor;
  /** The name of the key; null where the request has a token. */
  keyName?: Maybe<Scalars['String']['output']>;
  /** What the key or the token allows; a write scope includes the read scope. */
  scopes: Array<Scalars['String']['output']>;
  /** The workspace that every answer is about. */
  workspaceId: Scalars['ID']['output'];
  /** Its name. */
  workspaceName: Scalars['String']['output'];
};

/** What all keys and users of a customer share. */
export type Workspace = {
  __typename?: 'Workspace';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Its id. */
  id: Scalars['ID']['output'];
  /** The work for the latest change of them; null where there never was one. */
  identityRekey?: Maybe<IdentityRekey>;
  /** The rules in force. */
  identityRules: IdentityRules;
  /** Its name. */
  name: Scalars['String']['output'];
  /** Sources of values, the most trusted one first. What one of them has written to a lead, createLead replaces only with values of the same source or of one before it. All others rank below, and alike. `@edit` is updateLead, `@user` a person with a token, `@import` the import, `@system` Leadgraph itself. */
  sourcePriority: Array<Scalars['String']['output']>;
};

export type CreateLeadMutationVariables = Exact<{
  input: CreateLeadInput;
}>;


export type CreateLeadMutation = { __typename?: 'Mutation', createLead:
    | { __typename: 'CreateLeadPayload', outcome: LeadOutcome, matchedKeys: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }>, lead: { __typename?: 'Lead', id: string, type: LeadType, version: number, title?: string | null, email?: string | null, phone?: string | null, status: LeadStatus, attributes: Record<string, unknown>, metadata: Record<string, unknown>, name: { __typename?: 'LeadName', full: string, short?: string | null, aliases: Array<string>, first?: string | null, last?: string | null }, company?: { __typename?: 'LeadCompany', name?: string | null, domain?: string | null } | null, identityKeys: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }>, lists: Array<{ __typename?: 'LeadList', id: string, name: string }> } }
    | { __typename: 'IdempotencyKeyInUseError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string }
    | { __typename: 'IdentityConflictError', code: ErrorCode, message: string, keys: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }>, leads: Array<{ __typename?: 'Lead', id: string, name: { __typename?: 'LeadName', full: string } }> }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type UpdateLeadMutationVariables = Exact<{
  input: UpdateLeadInput;
}>;


export type UpdateLeadMutation = { __typename?: 'Mutation', updateLead:
    | { __typename: 'IdentityConflictError', code: ErrorCode, message: string, keys: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }>, leads: Array<{ __typename?: 'Lead', id: string }> }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, id: string }
    | { __typename: 'UpdateLeadPayload', lead: { __typename?: 'Lead', id: string, version: number, title?: string | null, email?: string | null, phone?: string | null, status: LeadStatus, attributes: Record<string, unknown>, metadata: Record<string, unknown>, updatedAt: string, name: { __typename?: 'LeadName', full: string, first?: string | null, last?: string | null } } }
    | { __typename: 'VersionConflictError', code: ErrorCode, message: string, lead: { __typename?: 'Lead', id: string, version: number } }
   };

export type LeadsQueryVariables = Exact<{
  filter?: InputMaybe<LeadFilter>;
  orderBy?: InputMaybe<LeadOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
}>;


export type LeadsQuery = { __typename?: 'Query', leads: { __typename?: 'LeadConnection', totalCount: number, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor?: string | null, endCursor?: string | null }, edges: Array<{ __typename?: 'LeadEdge', cursor: string, node: { __typename?: 'Lead', id: string, type: LeadType, title?: string | null, email?: string | null, status: LeadStatus, createdAt: string, name: { __typename?: 'LeadName', full: string }, company?: { __typename?: 'LeadCompany', name?: string | null } | null } }> } };

export type LeadQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type LeadQuery = { __typename?: 'Query', lead?: { __typename?: 'Lead', id: string, type: LeadType, version: number, title?: string | null, email?: string | null, phone?: string | null, status: LeadStatus, metadata: Record<string, unknown>, attributes: Record<string, unknown>, name: { __typename?: 'LeadName', full: string }, socials: Array<{ __typename?: 'LeadSocial', url: string }>, contacts: Array<{ __typename?: 'LeadContact', value: string, kind: ContactKind }>, identityKeys: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }>, company?: { __typename?: 'LeadCompany', name?: string | null, lead?: { __typename?: 'Lead', id: string, industry?: string | null, size?: string | null, name: { __typename?: 'LeadName', full: string } } | null } | null, lists: Array<{ __typename?: 'LeadList', id: string, name: string }>, prospects: { __typename?: 'CampaignProspectConnection', nodes: Array<{ __typename?: 'CampaignProspect', id: string, status: string, campaign: { __typename?: 'Campaign', id: string, name: string, status: CampaignStatus } }> }, signals: { __typename?: 'SignalConnection', nodes: Array<{ __typename?: 'Signal', id: string, kind: string, title: string, occurredAt: string, entityStatus?: SignalStatus | null, personEntityStatus?: SignalStatus | null }> } } | null };

export type DeleteLeadMutationVariables = Exact<{
  input: DeleteLeadInput;
}>;


export type DeleteLeadMutation = { __typename?: 'Mutation', deleteLead:
    | { __typename: 'DeleteLeadPayload', id: string }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'LeadMergedError', code: ErrorCode, message: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type CreateLeadListMutationVariables = Exact<{
  input: CreateLeadListInput;
}>;


export type CreateLeadListMutation = { __typename?: 'Mutation', createLeadList:
    | { __typename: 'CreateLeadListPayload', list: { __typename?: 'LeadList', id: string, name: string } }
    | { __typename: 'IdempotencyKeyInUseError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
   };

export type AddLeadsToListMutationVariables = Exact<{
  input: LeadListMembersInput;
}>;


export type AddLeadsToListMutation = { __typename?: 'Mutation', addLeadsToList:
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'LeadListMembersPayload', changed: number, errors: Array<{ __typename?: 'ItemError', id: string, code: ErrorCode, message: string }>, list: { __typename?: 'LeadList', id: string, name: string, leads: { __typename?: 'LeadConnection', totalCount: number, nodes: Array<{ __typename?: 'Lead', id: string, name: { __typename?: 'LeadName', full: string } }> } } }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type RemoveLeadsFromListMutationVariables = Exact<{
  input: LeadListMembersInput;
}>;


export type RemoveLeadsFromListMutation = { __typename?: 'Mutation', removeLeadsFromList:
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'LeadListMembersPayload', changed: number, errors: Array<{ __typename?: 'ItemError', id: string, code: ErrorCode, message: string }>, list: { __typename?: 'LeadList', id: string, name: string, leads: { __typename?: 'LeadConnection', totalCount: number, nodes: Array<{ __typename?: 'Lead', id: string, name: { __typename?: 'LeadName', full: string } }> } } }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type CreateCampaignMutationVariables = Exact<{
  input: CreateCampaignInput;
}>;


export type CreateCampaignMutation = { __typename?: 'Mutation', createCampaign:
    | { __typename: 'CreateCampaignPayload', campaign: { __typename?: 'Campaign', id: string, name: string, status: CampaignStatus } }
    | { __typename: 'IdempotencyKeyInUseError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
   };

export type AddCampaignLeadsMutationVariables = Exact<{
  input: AddCampaignLeadsInput;
}>;


export type AddCampaignLeadsMutation = { __typename?: 'Mutation', addCampaignLeads:
    | { __typename: 'AddCampaignLeadsPayload', prospects: Array<{ __typename?: 'CampaignProspect', id: string, name?: string | null, email?: string | null, linkedinUrl?: string | null, company?: string | null, position?: string | null, lead?: { __typename?: 'Lead', id: string } | null }>, errors: Array<{ __typename?: 'ItemError', id: string, code: ErrorCode, message: string }> }
    | { __typename: 'CampaignNotDraftError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyInUseError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type UpdateCampaignLeadMutationVariables = Exact<{
  input: UpdateCampaignLeadInput;
}>;


export type UpdateCampaignLeadMutation = { __typename?: 'Mutation', updateCampaignLead:
    | { __typename: 'CampaignNotDraftError', code: ErrorCode, message: string, status: CampaignStatus }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
    | { __typename: 'ProspectConflictError', code: ErrorCode, message: string, prospect: { __typename?: 'CampaignProspect', id: string, email?: string | null } }
    | { __typename: 'UpdateCampaignLeadPayload', prospect: { __typename?: 'CampaignProspect', id: string, campaignId: string, email?: string | null, linkedinUrl?: string | null, firstName?: string | null, lastName?: string | null, name?: string | null, company?: string | null, position?: string | null, headline?: string | null, updatedAt: string } }
   };

export type LaunchCampaignMutationVariables = Exact<{
  input: CampaignActionInput;
}>;


export type LaunchCampaignMutation = { __typename?: 'Mutation', launchCampaign:
    | { __typename: 'CampaignActionPayload', campaign: { __typename?: 'Campaign', id: string, name: string, status: CampaignStatus } }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type PauseCampaignMutationVariables = Exact<{
  input: CampaignActionInput;
}>;


export type PauseCampaignMutation = { __typename?: 'Mutation', pauseCampaign:
    | { __typename: 'CampaignActionPayload', campaign: { __typename?: 'Campaign', id: string, name: string, status: CampaignStatus } }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type CampaignsQueryVariables = Exact<{
  filter?: InputMaybe<CampaignFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type CampaignsQuery = { __typename?: 'Query', campaigns: { __typename?: 'CampaignConnection', totalCount: number, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Campaign', id: string, name: string, status: CampaignStatus, prospects: { __typename?: 'CampaignProspectConnection', totalCount: number, nodes: Array<{ __typename?: 'CampaignProspect', id: string, name?: string | null, email?: string | null, position?: string | null, lead?: { __typename?: 'Lead', id: string, status: LeadStatus } | null }> } }> } };

export type RecordSignalsMutationVariables = Exact<{
  input: RecordSignalsInput;
}>;


export type RecordSignalsMutation = { __typename?: 'Mutation', recordSignals:
    | { __typename: 'IdempotencyKeyInUseError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'RecordSignalsPayload', signals: Array<{ __typename?: 'Signal', id: string, kind: string, title: string, url?: string | null, occurredAt: string, entityId?: string | null, entityStatus?: SignalStatus | null, personEntityId?: string | null, personEntityStatus?: SignalStatus | null, entity?: { __typename?: 'SignalEntity', id: string, name: string, lead?: { __typename?: 'Lead', id: string } | null } | null, personEntity?: { __typename?: 'SignalEntity', id: string, name: string, lead?: { __typename?: 'Lead', id: string } | null } | null }> }
   };

export type SetSignalStatusesMutationVariables = Exact<{
  input: SetSignalStatusesInput;
}>;


export type SetSignalStatusesMutation = { __typename?: 'Mutation', setSignalStatuses:
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'SetSignalStatusesPayload', updated: Array<string>, errors: Array<{ __typename?: 'SignalStatusError', id: string, error: string }>, entities: Array<{ __typename?: 'SignalEntity', id: string, name: string, status: SignalStatus, statusChangedAt?: string | null }> }
   };

export type SignalsQueryVariables = Exact<{
  filter?: InputMaybe<SignalFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type SignalsQuery = { __typename?: 'Query', signals: { __typename?: 'SignalConnection', totalCount: number, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null }, nodes: Array<{ __typename?: 'Signal', id: string, kind: string, title: string, occurredAt: string, entityId?: string | null, entityStatus?: SignalStatus | null, personEntityId?: string | null, personEntityStatus?: SignalStatus | null, entity?: { __typename?: 'SignalEntity', name: string, lead?: { __typename?: 'Lead', id: string } | null } | null, personEntity?: { __typename?: 'SignalEntity', name: string, lead?: { __typename?: 'Lead', id: string } | null } | null }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', workspaceId: string, workspaceName: string, keyName?: string | null, scopes: Array<string>, actor: { __typename?: 'Actor', kind: ActorKind, id: string, name: string } } };

export type ResolveLeadQueryVariables = Exact<{
  input: CreateLeadInput;
}>;


export type ResolveLeadQuery = { __typename?: 'Query', resolveLead:
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'LeadResolution', action: LeadAction, candidates: Array<{ __typename?: 'LeadCandidate', lead: { __typename?: 'Lead', id: string, name: { __typename?: 'LeadName', full: string } }, keys: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }> }>, changes: Array<{ __typename?: 'LeadChange', path: Array<string>, before?: unknown | null, after?: unknown | null }>, identifiers: Array<{ __typename?: 'GivenIdentifier', path: Array<string>, value: string, reason?: NoKeyReason | null, key?: { __typename?: 'IdentityKey', kind: IdentityKind, value: string } | null }> }
   };

export type LeadHistoryQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type LeadHistoryQuery = { __typename?: 'Query', lead?: { __typename?: 'Lead', id: string, version: number, history: { __typename?: 'LeadHistoryConnection', totalCount: number, nodes: Array<{ __typename?: 'LeadHistoryEntry', id: string, at: string, version: number, outcome: LeadWriteOutcome, door: Door, actor?: { __typename?: 'Actor', kind: ActorKind, id: string, name: string } | null, matchedKeys: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }>, changes: Array<{ __typename?: 'LeadChange', path: Array<string>, before?: unknown | null, after?: unknown | null, known: boolean }> }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor?: string | null } } } | null };

export type MergeLeadsMutationVariables = Exact<{
  input: MergeLeadsInput;
  preview?: InputMaybe<Scalars['Boolean']['input']>;
}>;


export type MergeLeadsMutation = { __typename?: 'Mutation', mergeLeads:
    | { __typename: 'IdempotencyKeyInUseError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'LeadMergedError', code: ErrorCode, message: string, mergedBy: string, lead: { __typename?: 'Lead', id: string } }
    | { __typename: 'MergeLeadsPayload', mergeId?: string | null, lead: { __typename?: 'Lead', id: string, version: number, email?: string | null, identityKeys: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }>, mergedFrom: Array<{ __typename?: 'MergedLead', id: string, name: string, mergeId: string, mergedAt: string }> }, changes: Array<{ __typename?: 'LeadChange', path: Array<string>, before?: unknown | null, after?: unknown | null }> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
    | { __typename: 'VersionConflictError', code: ErrorCode, message: string, lead: { __typename?: 'Lead', id: string, version: number } }
   };

export type UnmergeLeadMutationVariables = Exact<{
  input: UnmergeLeadInput;
}>;


export type UnmergeLeadMutation = { __typename?: 'Mutation', unmergeLead:
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'LeadMergedError', code: ErrorCode, message: string, mergedBy: string, lead: { __typename?: 'Lead', id: string } }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
    | { __typename: 'UnmergeLeadPayload', mergeId: string, winner: { __typename?: 'Lead', id: string, version: number, email?: string | null }, restored: Array<{ __typename?: 'Lead', id: string, version: number, email?: string | null }>, kept: Array<{ __typename?: 'KeptValue', path: Array<string>, reason: KeptReason, leadId: string }> }
   };

export type LeadProvenanceQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  path?: InputMaybe<Array<Scalars['String']['input']> | Scalars['String']['input']>;
}>;


export type LeadProvenanceQuery = { __typename?: 'Query', lead?: { __typename?: 'Lead', id: string, provenance: Array<{ __typename?: 'LeadProvenance', path: Array<string>, source: string, door: Door, at: string, actor?: { __typename?: 'Actor', kind: ActorKind, name: string } | null }> } | null };

export type SetSourcePriorityMutationVariables = Exact<{
  input: SetSourcePriorityInput;
}>;


export type SetSourcePriorityMutation = { __typename?: 'Mutation', setSourcePriority:
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'SetSourcePriorityPayload', workspace: { __typename?: 'Workspace', sourcePriority: Array<string> } }
   };

export type WorkspaceQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkspaceQuery = { __typename?: 'Query', workspace?: { __typename?: 'Workspace', id: string, name: string, sourcePriority: Array<string>, createdAt: string } | null };

export type EnrichLeadMutationVariables = Exact<{
  input: CreateLeadInput;
  via?: InputMaybe<Scalars['String']['input']>;
  onMatch?: InputMaybe<OnMatch>;
}>;


export type EnrichLeadMutation = { __typename?: 'Mutation', createLead:
    | { __typename: 'CreateLeadPayload', outcome: LeadOutcome, lead: { __typename?: 'Lead', id: string, version: number }, changes: Array<{ __typename?: 'LeadChange', path: Array<string>, before?: unknown | null, after?: unknown | null }>, heldBack: Array<{ __typename?: 'HeldBackValue', path: Array<string>, value?: unknown | null, kept?: unknown | null, source?: string | null }> }
    | { __typename: 'IdempotencyKeyInUseError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string }
    | { __typename: 'IdentityConflictError', code: ErrorCode, message: string, leads: Array<{ __typename?: 'Lead', id: string }> }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type DuplicateCandidatesQueryVariables = Exact<{
  leadId: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
}>;


export type DuplicateCandidatesQuery = { __typename?: 'Query', duplicateCandidates:
    | { __typename: 'DuplicateCandidates', tooCommon: Array<string>, candidates: Array<{ __typename?: 'DuplicateCandidate', score: number, reasons: Array<{ __typename?: 'DuplicateReason', kind: DuplicateReasonKind, value: string, weight: number }>, lead: { __typename?: 'Lead', id: string, email?: string | null, phone?: string | null, name: { __typename?: 'LeadName', full: string }, company?: { __typename?: 'LeadCompany', name?: string | null } | null } }> }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type DismissDuplicateMutationVariables = Exact<{
  leadIds: Array<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;


export type DismissDuplicateMutation = { __typename?: 'Mutation', dismissDuplicate:
    | { __typename: 'DismissDuplicatePayload', leads: Array<{ __typename?: 'Lead', id: string, name: { __typename?: 'LeadName', full: string } }> }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type UndoDismissDuplicateMutationVariables = Exact<{
  leadIds: Array<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;


export type UndoDismissDuplicateMutation = { __typename?: 'Mutation', undoDismissDuplicate:
    | { __typename: 'DismissDuplicatePayload', leads: Array<{ __typename?: 'Lead', id: string, name: { __typename?: 'LeadName', full: string } }> }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type StartDuplicateScanMutationVariables = Exact<{
  minScore?: InputMaybe<Scalars['Float']['input']>;
}>;


export type StartDuplicateScanMutation = { __typename?: 'Mutation', startDuplicateScan:
    | { __typename: 'DuplicateScanPayload', scan: { __typename?: 'DuplicateScan', id: string, state: DuplicateScanState, progress: { __typename?: 'DuplicateScanProgress', done: number, total: number } } }
    | { __typename: 'IdempotencyKeyInUseError', code: ErrorCode, message: string }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type DuplicateScanQueryVariables = Exact<{
  id?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
}>;


export type DuplicateScanQuery = { __typename?: 'Query', duplicateScan?: { __typename?: 'DuplicateScan', id: string, state: DuplicateScanState, truncated: boolean, tooCommon: Array<string>, startedAt: string, endedAt?: string | null, expiresAt: string, progress: { __typename?: 'DuplicateScanProgress', done: number, total: number }, pairs: { __typename?: 'DuplicatePairConnection', totalCount: number, nodes: Array<{ __typename?: 'DuplicatePair', score: number, reasons: Array<{ __typename?: 'DuplicateReason', kind: DuplicateReasonKind, value: string, weight: number }>, leads: Array<{ __typename?: 'Lead', id: string, email?: string | null, name: { __typename?: 'LeadName', full: string } }> }> } } | null };

export type StopDuplicateScanMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type StopDuplicateScanMutation = { __typename?: 'Mutation', stopDuplicateScan:
    | { __typename: 'DuplicateScanPayload', scan: { __typename?: 'DuplicateScan', id: string, state: DuplicateScanState, progress: { __typename?: 'DuplicateScanProgress', done: number, total: number } } }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   };

export type IdentityRulesQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
}>;


export type IdentityRulesQuery = { __typename?: 'Query', workspace?: { __typename?: 'Workspace', id: string, name: string, identityRules: { __typename?: 'IdentityRules', version: number, kindsOff: Array<IdentityKind>, blocked: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }>, roleWords: { __typename?: 'ListChange', added: Array<string>, removed: Array<string> }, freeMailDomains: { __typename?: 'ListChange', added: Array<string>, removed: Array<string> }, providers: Array<{ __typename?: 'ProviderRule', name: string, aliases: Array<string>, identifies: boolean, ignoreCase: boolean }> }, identityRekey?: { __typename?: 'IdentityRekey', state: IdentityRekeyState, version: number, done: number, total?: number | null, startedAt: string, endedAt?: string | null, collisions: { __typename?: 'IdentityCollisionConnection', totalCount: number, edges: Array<{ __typename?: 'IdentityCollisionEdge', node: { __typename?: 'IdentityCollision', key: { __typename?: 'IdentityKey', kind: IdentityKind, value: string }, holder?: { __typename?: 'Lead', id: string, name: { __typename?: 'LeadName', full: string } } | null, lead?: { __typename?: 'Lead', id: string, name: { __typename?: 'LeadName', full: string } } | null } }> } } | null } | null };

export type PreviewIdentityRulesQueryVariables = Exact<{
  input: IdentityRulesInput;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type PreviewIdentityRulesQuery = { __typename?: 'Query', previewIdentityRules:
    | { __typename: 'IdentityRulesPreview', collisionCount: number, splitCount: number, examined: number, total: number, complete: boolean, endCursor?: string | null, collisions: Array<{ __typename?: 'IdentityCollision', holderId: string, leadId: string, key: { __typename?: 'IdentityKey', kind: IdentityKind, value: string } }>, splits: Array<{ __typename?: 'IdentityLoss', leadId: string, keys: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }> }> }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
   };

export type SetIdentityRulesMutationVariables = Exact<{
  input: IdentityRulesInput;
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
}>;


export type SetIdentityRulesMutation = { __typename?: 'Mutation', setIdentityRules:
    | { __typename: 'IdentityRulesConflictError', code: ErrorCode, message: string, rules: { __typename?: 'IdentityRules', version: number } }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ __typename?: 'InputIssue', path: Array<string>, message: string, code: string }> }
    | { __typename: 'SetIdentityRulesPayload', rules: { __typename?: 'IdentityRules', version: number, blocked: Array<{ __typename?: 'IdentityKey', kind: IdentityKind, value: string }>, roleWords: { __typename?: 'ListChange', added: Array<string>, removed: Array<string> } }, rekey?: { __typename?: 'IdentityRekey', state: IdentityRekeyState, done: number, total?: number | null } | null }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const CreateLeadDocument = new TypedDocumentString(`
    mutation CreateLead($input: CreateLeadInput!) {
  createLead(input: $input) {
    __typename
    ... on CreateLeadPayload {
      outcome
      matchedKeys {
        kind
        value
      }
      lead {
        id
        type
        version
        name {
          full
          short
          aliases
          first
          last
        }
        title
        email
        phone
        company {
          name
          domain
        }
        status
        identityKeys {
          kind
          value
        }
        lists {
          id
          name
        }
        attributes
        metadata
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
    ... on IdentityConflictError {
      keys {
        kind
        value
      }
      leads {
        id
        name {
          full
        }
      }
    }
  }
}
    `, {"hash":"a35f00595d4ab67db13d0fcfe40f7d2d3521749bff9b17394fd151d5d9751e7d"}) as unknown as TypedDocumentString<CreateLeadMutation, CreateLeadMutationVariables>;
export const UpdateLeadDocument = new TypedDocumentString(`
    mutation UpdateLead($input: UpdateLeadInput!) {
  updateLead(input: $input) {
    __typename
    ... on UpdateLeadPayload {
      lead {
        id
        version
        name {
          full
          first
          last
        }
        title
        email
        phone
        status
        attributes
        metadata
        updatedAt
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
    ... on NotFoundError {
      id
    }
    ... on IdentityConflictError {
      keys {
        kind
        value
      }
      leads {
        id
      }
    }
    ... on VersionConflictError {
      lead {
        id
        version
      }
    }
  }
}
    `, {"hash":"4f93347a7fabe2e8fe7d021dcad821cfd6553bde900ba77ee694b3c223803404"}) as unknown as TypedDocumentString<UpdateLeadMutation, UpdateLeadMutationVariables>;
export const LeadsDocument = new TypedDocumentString(`
    query Leads($filter: LeadFilter, $orderBy: LeadOrder, $first: Int, $after: String, $last: Int, $before: String) {
  leads(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    edges {
      cursor
      node {
        id
        type
        name {
          full
        }
        title
        email
        status
        company {
          name
        }
        createdAt
      }
    }
  }
}
    `, {"hash":"fe04361a7c05f78b0d6576f1cb5dd43bbf85bc4bee920d459488f9123bcc8957"}) as unknown as TypedDocumentString<LeadsQuery, LeadsQueryVariables>;
export const LeadDocument = new TypedDocumentString(`
    query Lead($id: ID!) {
  lead(id: $id) {
    id
    type
    version
    name {
      full
    }
    title
    email
    phone
    status
    socials {
      url
    }
    contacts {
      value
      kind
    }
    identityKeys {
      kind
      value
    }
    company {
      name
      lead {
        id
        name {
          full
        }
        industry
        size
      }
    }
    lists {
      id
      name
    }
    prospects(first: 5) {
      nodes {
        id
        status
        campaign {
          id
          name
          status
        }
      }
    }
    signals(first: 5) {
      nodes {
        id
        kind
        title
        occurredAt
        entityStatus
        personEntityStatus
      }
    }
    metadata
    attributes
  }
}
    `, {"hash":"ea468aa25b76b2082f70ceaaa80b6904c53a62d809cd054a5dc08b135b699cfb"}) as unknown as TypedDocumentString<LeadQuery, LeadQueryVariables>;
export const DeleteLeadDocument = new TypedDocumentString(`
    mutation DeleteLead($input: DeleteLeadInput!) {
  deleteLead(input: $input) {
    __typename
    ... on DeleteLeadPayload {
      id
    }
    ... on Error {
      code
      message
    }
  }
}
    `, {"hash":"aec71eb5e141bac117749c899bd1db07a133420e813f98a36d15ab3a2cca29e0"}) as unknown as TypedDocumentString<DeleteLeadMutation, DeleteLeadMutationVariables>;
export const CreateLeadListDocument = new TypedDocumentString(`
    mutation CreateLeadList($input: CreateLeadListInput!) {
  createLeadList(input: $input) {
    __typename
    ... on CreateLeadListPayload {
      list {
        id
        name
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"93f4a23d6d0bd13f99e8fa280aa84b7cfafb8194eb046cfe9969d012eb86f5f0"}) as unknown as TypedDocumentString<CreateLeadListMutation, CreateLeadListMutationVariables>;
export const AddLeadsToListDocument = new TypedDocumentString(`
    mutation AddLeadsToList($input: LeadListMembersInput!) {
  addLeadsToList(input: $input) {
    __typename
    ... on LeadListMembersPayload {
      changed
      errors {
        id
        code
        message
      }
      list {
        id
        name
        leads(first: 3) {
          totalCount
          nodes {
            id
            name {
              full
            }
          }
        }
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"7ce52fd5fa7e29b8cc33cd341c3c9707ef1dc5301c6cb6e61dc48f1c0db70c67"}) as unknown as TypedDocumentString<AddLeadsToListMutation, AddLeadsToListMutationVariables>;
export const RemoveLeadsFromListDocument = new TypedDocumentString(`
    mutation RemoveLeadsFromList($input: LeadListMembersInput!) {
  removeLeadsFromList(input: $input) {
    __typename
    ... on LeadListMembersPayload {
      changed
      errors {
        id
        code
        message
      }
      list {
        id
        name
        leads(first: 3) {
          totalCount
          nodes {
            id
            name {
              full
            }
          }
        }
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"0d761e2687289c994de9c2eacd9b70a9f8a529057d423e8e228efd0078d7cb53"}) as unknown as TypedDocumentString<RemoveLeadsFromListMutation, RemoveLeadsFromListMutationVariables>;
export const CreateCampaignDocument = new TypedDocumentString(`
    mutation CreateCampaign($input: CreateCampaignInput!) {
  createCampaign(input: $input) {
    __typename
    ... on CreateCampaignPayload {
      campaign {
        id
        name
        status
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"a198787ef257047cdc991834417cea549f4bc7403f1273ec7887be9939d97515"}) as unknown as TypedDocumentString<CreateCampaignMutation, CreateCampaignMutationVariables>;
export const AddCampaignLeadsDocument = new TypedDocumentString(`
    mutation AddCampaignLeads($input: AddCampaignLeadsInput!) {
  addCampaignLeads(input: $input) {
    __typename
    ... on AddCampaignLeadsPayload {
      prospects {
        id
        name
        email
        linkedinUrl
        company
        position
        lead {
          id
        }
      }
      errors {
        id
        code
        message
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"46d9769effbff7d619e3a892f545b17ba688117929161e372a51f0d1932b7dcd"}) as unknown as TypedDocumentString<AddCampaignLeadsMutation, AddCampaignLeadsMutationVariables>;
export const UpdateCampaignLeadDocument = new TypedDocumentString(`
    mutation UpdateCampaignLead($input: UpdateCampaignLeadInput!) {
  updateCampaignLead(input: $input) {
    __typename
    ... on UpdateCampaignLeadPayload {
      prospect {
        id
        campaignId
        email
        linkedinUrl
        firstName
        lastName
        name
        company
        position
        headline
        updatedAt
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
    ... on CampaignNotDraftError {
      status
    }
    ... on ProspectConflictError {
      prospect {
        id
        email
      }
    }
  }
}
    `, {"hash":"77173f1896ed450dad5703d43e17348005907bf2664257ab79ff1f940886c4f7"}) as unknown as TypedDocumentString<UpdateCampaignLeadMutation, UpdateCampaignLeadMutationVariables>;
export const LaunchCampaignDocument = new TypedDocumentString(`
    mutation LaunchCampaign($input: CampaignActionInput!) {
  launchCampaign(input: $input) {
    __typename
    ... on CampaignActionPayload {
      campaign {
        id
        name
        status
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"3376ce8e6e6c61ec9e7cb99a757b5170b701b0abaaf7977366e55da8b787c903"}) as unknown as TypedDocumentString<LaunchCampaignMutation, LaunchCampaignMutationVariables>;
export const PauseCampaignDocument = new TypedDocumentString(`
    mutation PauseCampaign($input: CampaignActionInput!) {
  pauseCampaign(input: $input) {
    __typename
    ... on CampaignActionPayload {
      campaign {
        id
        name
        status
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"a7f15a7d6cfa267125d72daf976131f5e6d83b2f0d0c368ac4eb007b0ea0a8e5"}) as unknown as TypedDocumentString<PauseCampaignMutation, PauseCampaignMutationVariables>;
export const CampaignsDocument = new TypedDocumentString(`
    query Campaigns($filter: CampaignFilter, $first: Int, $after: String) {
  campaigns(filter: $filter, first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      name
      status
      prospects(first: 5) {
        totalCount
        nodes {
          id
          name
          email
          position
          lead {
            id
            status
          }
        }
      }
    }
  }
}
    `, {"hash":"845022aee115d058dfbbce59414a6f3502a6571ddf10946f60528bd281d6b4d0"}) as unknown as TypedDocumentString<CampaignsQuery, CampaignsQueryVariables>;
export const RecordSignalsDocument = new TypedDocumentString(`
    mutation RecordSignals($input: RecordSignalsInput!) {
  recordSignals(input: $input) {
    __typename
    ... on RecordSignalsPayload {
      signals {
        id
        kind
        title
        url
        occurredAt
        entityId
        entityStatus
        personEntityId
        personEntityStatus
        entity {
          id
          name
          lead {
            id
          }
        }
        personEntity {
          id
          name
          lead {
            id
          }
        }
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"4d32e7f791ad28a9abdf9dccd93052df0bd37e0544c03a1cc20c46eed944fad5"}) as unknown as TypedDocumentString<RecordSignalsMutation, RecordSignalsMutationVariables>;
export const SetSignalStatusesDocument = new TypedDocumentString(`
    mutation SetSignalStatuses($input: SetSignalStatusesInput!) {
  setSignalStatuses(input: $input) {
    __typename
    ... on SetSignalStatusesPayload {
      updated
      errors {
        id
        error
      }
      entities {
        id
        name
        status
        statusChangedAt
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"c15bc108955cad448171de2177b3fa52c3c4801f84acca67a1a5e4234a6a3428"}) as unknown as TypedDocumentString<SetSignalStatusesMutation, SetSignalStatusesMutationVariables>;
export const SignalsDocument = new TypedDocumentString(`
    query Signals($filter: SignalFilter, $first: Int, $after: String) {
  signals(filter: $filter, first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      kind
      title
      occurredAt
      entityId
      entityStatus
      personEntityId
      personEntityStatus
      entity {
        name
        lead {
          id
        }
      }
      personEntity {
        name
        lead {
          id
        }
      }
    }
  }
}
    `, {"hash":"2cfa9ada3f1c697daf5fb4ac629767e659e192ce3f883048d9359a69b898c959"}) as unknown as TypedDocumentString<SignalsQuery, SignalsQueryVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    workspaceId
    workspaceName
    keyName
    scopes
    actor {
      kind
      id
      name
    }
  }
}
    `, {"hash":"195a567861eed193f246d621f81c5eb5f531168d0ffb650a38ed128c46944db7"}) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const ResolveLeadDocument = new TypedDocumentString(`
    query ResolveLead($input: CreateLeadInput!) {
  resolveLead(input: $input) {
    __typename
    ... on LeadResolution {
      action
      candidates {
        lead {
          id
          name {
            full
          }
        }
        keys {
          kind
          value
        }
      }
      changes {
        path
        before
        after
      }
      identifiers {
        path
        value
        key {
          kind
          value
        }
        reason
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"a4e96c9e21648abc8bf5972a210194a5cfd7d23b44f00fbbfde61ed60349cf4b"}) as unknown as TypedDocumentString<ResolveLeadQuery, ResolveLeadQueryVariables>;
export const LeadHistoryDocument = new TypedDocumentString(`
    query LeadHistory($id: ID!, $first: Int, $after: String) {
  lead(id: $id) {
    id
    version
    history(first: $first, after: $after) {
      totalCount
      nodes {
        id
        at
        version
        outcome
        door
        actor {
          kind
          id
          name
        }
        matchedKeys {
          kind
          value
        }
        changes {
          path
          before
          after
          known
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `, {"hash":"a384517546e8a4b9ffa2ee1f94597f97ab2e8210826933781420c3f73567beb7"}) as unknown as TypedDocumentString<LeadHistoryQuery, LeadHistoryQueryVariables>;
export const MergeLeadsDocument = new TypedDocumentString(`
    mutation MergeLeads($input: MergeLeadsInput!, $preview: Boolean) {
  mergeLeads(input: $input, preview: $preview) {
    __typename
    ... on MergeLeadsPayload {
      mergeId
      lead {
        id
        version
        email
        identityKeys {
          kind
          value
        }
        mergedFrom {
          id
          name
          mergeId
          mergedAt
        }
      }
      changes {
        path
        before
        after
      }
    }
    ... on Error {
      code
      message
    }
    ... on LeadMergedError {
      lead {
        id
      }
      mergedBy
    }
    ... on VersionConflictError {
      lead {
        id
        version
      }
    }
  }
}
    `, {"hash":"5d1babcfc713f82ff00da1f74968424621b1a7ff2844805452b5c3a82b6b8e59"}) as unknown as TypedDocumentString<MergeLeadsMutation, MergeLeadsMutationVariables>;
export const UnmergeLeadDocument = new TypedDocumentString(`
    mutation UnmergeLead($input: UnmergeLeadInput!) {
  unmergeLead(input: $input) {
    __typename
    ... on UnmergeLeadPayload {
      mergeId
      winner {
        id
        version
        email
      }
      restored {
        id
        version
        email
      }
      kept {
        path
        reason
        leadId
      }
    }
    ... on Error {
      code
      message
    }
    ... on LeadMergedError {
      lead {
        id
      }
      mergedBy
    }
  }
}
    `, {"hash":"015516b0e241f22a61f4ec984870f66e278b457a0a354df4791fa181b8844095"}) as unknown as TypedDocumentString<UnmergeLeadMutation, UnmergeLeadMutationVariables>;
export const LeadProvenanceDocument = new TypedDocumentString(`
    query LeadProvenance($id: ID!, $path: [String!]) {
  lead(id: $id) {
    id
    provenance(path: $path) {
      path
      source
      actor {
        kind
        name
      }
      door
      at
    }
  }
}
    `, {"hash":"b347ca88583a4f21ec53976691c0031b166953eafab7e41a3ae50d74c74aa811"}) as unknown as TypedDocumentString<LeadProvenanceQuery, LeadProvenanceQueryVariables>;
export const SetSourcePriorityDocument = new TypedDocumentString(`
    mutation SetSourcePriority($input: SetSourcePriorityInput!) {
  setSourcePriority(input: $input) {
    __typename
    ... on SetSourcePriorityPayload {
      workspace {
        sourcePriority
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"d2c2767dc0d6a46cc6d9f0061d9a58e80613aa1888c44afe5aa559a32cb8f8e0"}) as unknown as TypedDocumentString<SetSourcePriorityMutation, SetSourcePriorityMutationVariables>;
export const WorkspaceDocument = new TypedDocumentString(`
    query Workspace {
  workspace {
    id
    name
    sourcePriority
    createdAt
  }
}
    `, {"hash":"aaef858811b5dcd2f84539d17701d21230ebf22a13aba690fb1bc58c922dc0a4"}) as unknown as TypedDocumentString<WorkspaceQuery, WorkspaceQueryVariables>;
export const EnrichLeadDocument = new TypedDocumentString(`
    mutation EnrichLead($input: CreateLeadInput!, $via: String, $onMatch: OnMatch) {
  createLead(input: $input, via: $via, onMatch: $onMatch) {
    __typename
    ... on CreateLeadPayload {
      outcome
      lead {
        id
        version
      }
      changes {
        path
        before
        after
      }
      heldBack {
        path
        value
        kept
        source
      }
    }
    ... on Error {
      code
      message
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
    ... on IdentityConflictError {
      leads {
        id
      }
    }
  }
}
    `, {"hash":"ff7603e45d6c7c0be01bc012ad11a41d0f85bc65d57a5073f7f7de786c50c00d"}) as unknown as TypedDocumentString<EnrichLeadMutation, EnrichLeadMutationVariables>;
export const DuplicateCandidatesDocument = new TypedDocumentString(`
    query DuplicateCandidates($leadId: ID!, $first: Int) {
  duplicateCandidates(leadId: $leadId, first: $first) {
    __typename
    ... on DuplicateCandidates {
      candidates {
        score
        reasons {
          kind
          value
          weight
        }
        lead {
          id
          name {
            full
          }
          email
          phone
          company {
            name
          }
        }
      }
      tooCommon
    }
    ... on Error {
      code
      message
    }
  }
}
    `, {"hash":"8efc1acc6c068fbee55cb2155a8f688fe3cec80893ac0bc4377fa8cc37d8ba79"}) as unknown as TypedDocumentString<DuplicateCandidatesQuery, DuplicateCandidatesQueryVariables>;
export const DismissDuplicateDocument = new TypedDocumentString(`
    mutation DismissDuplicate($leadIds: [ID!]!) {
  dismissDuplicate(leadIds: $leadIds) {
    __typename
    ... on DismissDuplicatePayload {
      leads {
        id
        name {
          full
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `, {"hash":"c2f47b679e1bb0a7140627c8714bd78077dbcb1087c22516cc298118b6b9adb2"}) as unknown as TypedDocumentString<DismissDuplicateMutation, DismissDuplicateMutationVariables>;
export const UndoDismissDuplicateDocument = new TypedDocumentString(`
    mutation UndoDismissDuplicate($leadIds: [ID!]!) {
  undoDismissDuplicate(leadIds: $leadIds) {
    __typename
    ... on DismissDuplicatePayload {
      leads {
        id
        name {
          full
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `, {"hash":"3f295ae172fdc260f17eaed66c0fb5c809216f8eaf1b287c8edc7f78096430e9"}) as unknown as TypedDocumentString<UndoDismissDuplicateMutation, UndoDismissDuplicateMutationVariables>;
export const StartDuplicateScanDocument = new TypedDocumentString(`
    mutation StartDuplicateScan($minScore: Float) {
  startDuplicateScan(minScore: $minScore) {
    __typename
    ... on DuplicateScanPayload {
      scan {
        id
        state
        progress {
          done
          total
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `, {"hash":"d8322438d3b00a281c5d84d4185d1644cdaf0881fac71cea993f258c0d90206c"}) as unknown as TypedDocumentString<StartDuplicateScanMutation, StartDuplicateScanMutationVariables>;
export const DuplicateScanDocument = new TypedDocumentString(`
    query DuplicateScan($id: ID, $first: Int) {
  duplicateScan(id: $id) {
    id
    state
    progress {
      done
      total
    }
    pairs(first: $first) {
      totalCount
      nodes {
        score
        reasons {
          kind
          value
          weight
        }
        leads {
          id
          name {
            full
          }
          email
        }
      }
    }
    truncated
    tooCommon
    startedAt
    endedAt
    expiresAt
  }
}
    `, {"hash":"76570db1fb0b44f8a472d8e93d1fccc896fed8e09df19c9a9f990c43017c2074"}) as unknown as TypedDocumentString<DuplicateScanQuery, DuplicateScanQueryVariables>;
export const StopDuplicateScanDocument = new TypedDocumentString(`
    mutation StopDuplicateScan($id: ID!) {
  stopDuplicateScan(id: $id) {
    __typename
    ... on DuplicateScanPayload {
      scan {
        id
        state
        progress {
          done
          total
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `, {"hash":"19aebf938162e73cc6b1c78579d08ddbd003302a71333017be9ac0671c3ef2d8"}) as unknown as TypedDocumentString<StopDuplicateScanMutation, StopDuplicateScanMutationVariables>;
export const IdentityRulesDocument = new TypedDocumentString(`
    query IdentityRules($first: Int) {
  workspace {
    id
    name
    identityRules {
      version
      blocked {
        kind
        value
      }
      kindsOff
      roleWords {
        added
        removed
      }
      freeMailDomains {
        added
        removed
      }
      providers {
        name
        aliases
        identifies
        ignoreCase
      }
    }
    identityRekey {
      state
      version
      done
      total
      startedAt
      endedAt
      collisions(first: $first) {
        totalCount
        edges {
          node {
            key {
              kind
              value
            }
            holder {
              id
              name {
                full
              }
            }
            lead {
              id
              name {
                full
              }
            }
          }
        }
      }
    }
  }
}
    `, {"hash":"3b26c8c1b1592f9233a05ac1fc88f0aace870ccfadf9b6017106bfe2cd7a2374"}) as unknown as TypedDocumentString<IdentityRulesQuery, IdentityRulesQueryVariables>;
export const PreviewIdentityRulesDocument = new TypedDocumentString(`
    query PreviewIdentityRules($input: IdentityRulesInput!, $first: Int, $after: String) {
  previewIdentityRules(input: $input, first: $first, after: $after) {
    __typename
    ... on IdentityRulesPreview {
      collisionCount
      collisions {
        key {
          kind
          value
        }
        holderId
        leadId
      }
      splitCount
      splits {
        leadId
        keys {
          kind
          value
        }
      }
      examined
      total
      complete
      endCursor
    }
    ... on InvalidInputError {
      code
      message
      issues {
        path
        message
        code
      }
    }
  }
}
    `, {"hash":"edb3e036e95b61fe77a9635ca516f3a420ee368f04b68d11efe0775b5ea7c71f"}) as unknown as TypedDocumentString<PreviewIdentityRulesQuery, PreviewIdentityRulesQueryVariables>;
export const SetIdentityRulesDocument = new TypedDocumentString(`
    mutation SetIdentityRules($input: IdentityRulesInput!, $expectedVersion: Int) {
  setIdentityRules(input: $input, expectedVersion: $expectedVersion) {
    __typename
    ... on SetIdentityRulesPayload {
      rules {
        version
        blocked {
          kind
          value
        }
        roleWords {
          added
          removed
        }
      }
      rekey {
        state
        done
        total
      }
    }
    ... on InvalidInputError {
      issues {
        path
        message
        code
      }
    }
    ... on IdentityRulesConflictError {
      rules {
        version
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `, {"hash":"800b9bf600ee834cf736b7a44c8ffafe3caa0cb94c4b15c596d9d84bc62d328d"}) as unknown as TypedDocumentString<SetIdentityRulesMutation, SetIdentityRulesMutationVariables>;