import { Command } from 'commander';
import * as z from 'zod';
import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json.ts';
import { CliError, usageError } from './cli-error.ts';
import { setSignalStatusesDocument } from './documents.ts';
import { readWord } from './options.ts';
import type { Io } from './output.ts';
import { type GlobalOptions, openSession } from './session.ts';
import { toTable } from './table.ts';

const answerShape = z.object({
  updated: z.array(z.string()),
  errors: z.array(z.object({ id: z.string(), error: z.string() })),
});

const statuses = ['new', 'contacted', 'dismissed'] as const;

/** `leadgraph signal lead …`. */
export function createSignalCommand(io: Io): Command {
  const update = new Command('update')
    .description('set the status of people and companies that signals speak of')
    .requiredOption('--items <items>', '1 to 200: a JSON array, @file.json, - for stdin, or id=status,id=status')
    .addHelpText('after', updateHelp)
    .action(async (_options: unknown, self: Command) => {
      const options: GlobalOptions & { items: string } = self.optsWithGlobals();
      const { client, output, reader } = await openSession(io, options);
      const values = /^\s*\[|^@|^-$/.test(options.items) ? [options.items] : options.items.split(',');
      const items = (await reader.items('--items', values, fromText)).map(toItem);
      const answer = await client.run(setSignalStatusesDocument, { input: { items } }, answerShape);
      await output.print(answer, () => {
        const rows = [
          ...answer.updated.map((id) => [id, 'updated']),
          ...answer.errors.map(({ id, error }) => [id, error]),
        ];
        return toTable(['ENTITY', 'RESULT'], rows, output.width);
      });
      const [failed] = answer.errors;
      if (failed !== undefined) {
        const code = answer.errors.every(({ error }) => error === 'not_found') ? 'NOT_FOUND' : 'INVALID_INPUT';
        const others = answer.errors.length === 1 ? '' : ` and ${answer.errors.length - 1} more`;
        throw new CliError(code, `${failed.id}: ${failed.error}${others}; ${answer.updated.length} updated`);
      }
    });
  const lead = new Command('lead')
    .description('the people and companies that signals speak of')
    .addCommand(update)
    .addHelpText('after', `\nExample:\n${example}`);
  return new Command('signal')
    .description('work through the leads of signals')
    .addCommand(lead)
    .addHelpText('after', `\nExample:\n${example}`);
}

function fromText(text: string): JsonValue {
  const cut = text.indexOf('=');
  if (cut < 1) throw usageError('--items must be a JSON array, or id=status pairs separated by commas');
  return { entityId: text.slice(0, cut).trim(), status: text.slice(cut + 1) };
}

function toItem(item: JsonValue): JsonObject {
  if (!isJsonObject(item) || typeof item.entityId !== 'string' || typeof item.status !== 'string') {
    throw usageError('--items must have an entityId and a status in each item');
  }
  return { entityId: item.entityId, status: readWord('The status of an item', item.status, statuses).toUpperCase() };
}

const example = `  leadgraph signal lead update --items '[{"entityId": "019373a4-8b1e-7c3f-9f5e-0c4d8b2a6e10", "status": "contacted"}]'
  leadgraph signal lead update --items 019373a4-8b1e-7c3f-9f5e-0c4d8b2a6e10=dismissed`;

const updateHelp = `
Statuses: ${statuses.join(', ')}. The command fails with 3 where an entity is not known, and still sets the others.

Examples:
${example}`;
