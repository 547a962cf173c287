/*
 * What the command line asks of a gateway. The field of each document is called `result`, so that one function can
 * tell answers from failures. Frontends have documents of their own in schema/operations.
 */

const failure = `... on Error { code message }`;
const invalid = `... on InvalidInputError { issues { path message } }`;
const conflict = `... on IdentityConflictError { leads { id } }`;

const leadFields = `fragment LeadFields on Lead {
  id type version name { full short aliases first last } title email phone
  company { name id domain } location { city state country raw }
  socials { url } contacts { value kind } domain industry size status source sources { provider id }
  attributes metadata lists { id name } identityKeys { kind value } createdAt updatedAt
}`;

export const createLeadDocument = `mutation CreateLead($input: CreateLeadInput!, $onMatch: OnMatch, $via: String) {
  result: createLead(input: $input, onMatch: $onMatch, via: $via) {
    ... on CreateLeadPayload { outcome matchedKeys { kind value } heldBack { path value kept source } lead { ...LeadFields } }
    ${failure} ${invalid} ${conflict}
  }
}
${leadFields}`;

export const updateLeadDocument = `mutation UpdateLead($input: UpdateLeadInput!, $via: String) {
  result: updateLead(input: $input, via: $via) {
    ... on UpdateLeadPayload { lead { ...LeadFields } }
    ${failure} ${invalid} ${conflict}
  }
}
${leadFields}`;

export const getLeadDocument = `query GetLead($id: ID!) { result: lead(id: $id) { ...LeadFields raw } }
${leadFields}`;

export const listLeadsDocument = `query ListLeads($filter: LeadFilter, $orderBy: LeadOrder, $first: Int, $after: String) {
  result: leads(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { ...LeadFields }
    pageInfo { hasNextPage endCursor }
  }
}
${leadFields}`;

export const deleteLeadDocument = `mutation DeleteLead($input: DeleteLeadInput!) {
  result: deleteLead(input: $input) { ... on DeleteLeadPayload { id } ${failure} ${invalid} }
}`;

export const updateCampaignLeadDocument = `mutation UpdateCampaignLead($input: UpdateCampaignLeadInput!) {
  result: updateCampaignLead(input: $input) {
    ... on UpdateCampaignLeadPayload {
      prospect {
        id campaignId status email linkedinUrl firstName lastName name company position headline customFields
        source sourceRef createdAt updatedAt
      }
    }
    ${failure} ${invalid}
  }
}`;

export const setSignalStatusesDocument = `mutation SetSignalStatuses($input: SetSignalStatusesInput!) {
  result: setSignalStatuses(input: $input) {
    ... on SetSignalStatusesPayload { updated errors { id error } }
    ${failure} ${invalid}
  }
}`;

export const viewerDocument = `query Viewer { result: viewer { workspaceId workspaceName keyName scopes } }`;

/** What identifies a lead in the workspace. */
export const identityRulesDocument = `query ImportRules {
  result: workspace {
    identityRules {
      version blocked { kind value } kindsOff roleWords { added removed } freeMailDomains { added removed }
      providers { name aliases identifies ignoreCase }
    }
  }
}`;

export const createLeadsDocument = `mutation ImportLeads(
  $inputs: [CreateLeadInput!]!, $dryRun: Boolean!, $key: String, $onMatch: OnMatch, $via: String
) {
  result: createLeads(inputs: $inputs, dryRun: $dryRun, idempotencyKey: $key, onMatch: $onMatch, via: $via) {
    ... on CreateLeadsPayload { items { index outcome error { ${failure} ${invalid} ${conflict} } } }
    ${failure} ${invalid}
  }
}`;

/** A dry run also asks which lead each input meets, to follow the file's own leads across batches. */
export const previewLeadsDocument = createLeadsDocument
  .replace('ImportLeads', 'PreviewLeads')
  .replace('items { index outcome', 'items { index outcome lead { id }');
