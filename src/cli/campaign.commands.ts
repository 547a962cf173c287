import { Command } from 'commander';
import * as z from 'zod';
import type { JsonObject } from '../shared/json.ts';
import { usageError } from './cli-error.ts';
import { updateCampaignLeadDocument } from './documents.ts';
import { toFields } from './lead.view.ts';
import type { Io } from './output.ts';
import { type GlobalOptions, openSession } from './session.ts';

const prospectShape = z.looseObject({ prospect: z.looseObject({ id: z.string() }) });

/** What can be changed of a prospect, by the names of the REST calls. */
const fields = new Map([
  ...['email', 'name', 'company', 'position', 'headline'].map((name) => [name, name] as const),
  ['linkedin_url', 'linkedinUrl'],
  ['linkedinUrl', 'linkedinUrl'],
  ['first_name', 'firstName'],
  ['firstName', 'firstName'],
  ['last_name', 'lastName'],
  ['lastName', 'lastName'],
]);

/** `leadgraph campaign lead …`. */
export function createCampaignCommand(io: Io): Command {
  const update = new Command('update')
    .description('edit a prospect while its campaign is a draft')
    .requiredOption('--id <id>', 'the campaign')
    .requiredOption('--prospect-id <prospect-id>', 'the prospect')
    .requiredOption('--updates <updates>', 'a JSON object, @file.json, or - for stdin; null clears')
    .addHelpText('after', updateHelp)
    .action(async (_options: unknown, self: Command) => {
      const options: GlobalOptions & { id: string; prospectId: string; updates: string } = self.optsWithGlobals();
      const { client, output, reader } = await openSession(io, options);
      const { updates, ignored } = readUpdates(await reader.object('--updates', options.updates));
      if (ignored.length > 0) output.note(`note: ${ignored.join(', ')} cannot be changed here and is ignored`);
      const input = { campaignId: options.id, prospectId: options.prospectId, updates };
      const answer = await client.run(updateCampaignLeadDocument, { input }, prospectShape);
      await output.print(answer, () => toFields(answer.prospect));
    });
  const lead = new Command('lead')
    .description('the leads of a campaign')
    .addCommand(update)
    .addHelpText('after', `\nExample:\n${example}`);
  return new Command('campaign')
    .description('edit the leads of campaigns')
    .addCommand(lead)
    .addHelpText('after', `\nExample:\n${example}`);
}

/** The updates under the names of the schema. Fields that are not listed are ignored, as the REST call ignores them. */
function readUpdates(given: JsonObject): { updates: JsonObject; ignored: string[] } {
  const updates: JsonObject = {};
  for (const [name, value] of Object.entries(given)) {
    const field = fields.get(name);
    if (field === undefined) continue;
    if (field in updates) throw usageError(`--updates has ${field} twice`);
    updates[field] = value;
  }
  return { updates, ignored: Object.keys(given).filter((name) => !fields.has(name)) };
}

const example = `  leadgraph campaign lead update --id 019373a4-8b1e-7c3f-9f5e-0c4d8b2a6e10 \\
    --prospect-id 019373a4-8b1f-7d21-a6b7-4e9c3d5f8a02 --updates '{"position": "VP Sales", "headline": null}'`;

const updateHelp = `
Fields: email, linkedin_url, first_name, last_name, name, company, position, headline.

Example:
${example}`;
