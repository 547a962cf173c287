import * as z from 'zod';
import { updateCampaignLeadRules } from '../campaign/campaign.ts';
import { NotFoundError } from '../shared/errors.ts';
import { prospectExample, updateProspectExample } from './examples.ts';
import { pageShape, prospectShape, toPageAnswer, toProspectAnswer } from './puffle.shapes.ts';
import { puffle } from './puffle.ts';
import { pageParameters, pageRequestOf } from './query.ts';
import { defineRoute, noBody, nothing } from './route.ts';

const tag = 'Campaigns';
const params = z.object({ id: z.string().describe('The id of the campaign, a UUID.') });

const { prospectId, updates } = updateCampaignLeadRules.shape;
const { linkedinUrl, firstName, lastName, ...sameNames } = updates.shape;

/** Our rules under Puffle's names. What is not listed is ignored. */
const updateProspectBody = z
  .object({
    prospect_id: prospectId,
    updates: z.object({ ...sameNames, linkedin_url: linkedinUrl, first_name: firstName, last_name: lastName }),
  })
  .meta({ id: 'UpdateProspect', description: 'A prospect and the fields to change; fields not listed are ignored.' });

export const campaignRoutes = [
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/campaigns/{id}/leads',
      dialect: puffle,
      scope: 'campaigns:write',
      params,
      query: nothing,
      body: updateProspectBody,
      tag,
      operationId: 'updateCampaignLead',
      summary: 'Update a lead in a campaign',
      description:
        'Edits the profile of a prospect while its campaign is a draft: absent keeps, null clears. `name` follows ' +
        '`first_name` and `last_name` unless it is given.',
      bodyExamples: { 'A new position': updateProspectExample },
      answers: {
        200: {
          description: 'The prospect.',
          shape: z.object({ prospect: prospectShape }),
          example: { prospect: prospectExample },
        },
      },
      failures: ['INVALID_INPUT', 'NOT_FOUND', 'CAMPAIGN_NOT_DRAFT', 'PROSPECT_CONFLICT'],
    },
    async ({ params: { id }, body }, { services }) => {
      const { linkedin_url, first_name, last_name, ...same } = body.updates;
      const prospect = await services.campaign.updateLead({
        campaignId: id,
        prospectId: body.prospect_id,
        updates: { ...same, linkedinUrl: linkedin_url, firstName: first_name, lastName: last_name },
      });
      return { status: 200, body: { prospect: toProspectAnswer(prospect) } };
    },
  ),

  defineRoute(
    {
      method: 'GET',
      path: '/api/campaigns/{id}/leads',
      dialect: puffle,
      scope: 'campaigns:read',
      params,
      query: z.strictObject(pageParameters),
      body: noBody,
      tag,
      operationId: 'listCampaignLeads',
      summary: 'List the leads in a campaign',
      description: 'A page of prospects in the order they were added.',
      answers: {
        200: {
          description: 'A page of prospects.',
          shape: pageShape('prospects', prospectShape, 'The prospects of this page.'),
          example: { prospects: [prospectExample], nextCursor: null },
        },
      },
      failures: ['INVALID_INPUT', 'NOT_FOUND'],
    },
    async ({ params: { id }, query }, { loaders, maxPageSize }) => {
      const campaign = await loaders.campaign.byId.load(id);
      if (campaign === null) throw new NotFoundError('Campaign', id);
      const request = pageRequestOf(query, { maxPageSize });
      const page = await loaders.campaign.prospectsOfCampaign(campaign.id, request);
      const rows = page.edges.map(({ node }) => toProspectAnswer(node));
      return { status: 200, body: toPageAnswer('prospects', page, rows) };
    },
  ),
];
