import { Command } from 'commander';
import * as z from 'zod';
import { CliError, usageError } from './cli-error.ts';
import {
  createLeadDocument,
  deleteLeadDocument,
  getLeadDocument,
  listLeadsDocument,
  updateLeadDocument,
} from './documents.ts';
import { addFilterOptions, type LeadFilterOptions, readFilter } from './lead.filter-options.ts';
import {
  addCreationOptions,
  addLeadOptions,
  type CreationOptions,
  type LeadOptions,
  readCleared,
  readCreationOptions,
  readLeadFields,
} from './lead.options.ts';
import { leadShape, type ShownLead, toFields, toLeadTable } from './lead.view.ts';
import { readNumber, readWord, splitList } from './options.ts';
import type { Io } from './output.ts';
import { type GlobalOptions, openSession, type Session } from './session.ts';

/** `leadgraph lead …`. */
export function createLeadCommand(io: Io): Command {
  return new Command('lead')
    .description('create, change, show, list and delete leads')
    .addCommand(createCommand(io))
    .addCommand(updateCommand(io))
    .addCommand(getCommand(io))
    .addCommand(listCommand(io))
    .addCommand(deleteCommand(io))
    .addHelpText('after', '\nExample:\n  leadgraph lead list --status new,contacted --text acme');
}

const createdShape = z.object({
  outcome: z.string(),
  matchedKeys: z.array(z.unknown()),
  heldBack: z.array(z.unknown()),
  lead: leadShape,
});
const updatedShape = z.object({ lead: leadShape });
const pageShape = z.object({
  nodes: z.array(leadShape),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

function createCommand(io: Io): Command {
  const command = new Command('create')
    .description('create a lead, or merge it into the one that shares an identifier')
    .requiredOption('--type <type>', 'person or company')
    .requiredOption('--name <name>', 'the whole name, or JSON with full, first, last, short, aliases')
    .option('--list-ids <list-ids>', 'lists to put it on, separated by commas');
  return addCreationOptions(addLeadOptions(command, 'create'))
    .addHelpText('after', createExamples)
    .action(async (_options: unknown, self: Command) => {
      const options: GlobalOptions & LeadOptions & CreationOptions & { type: string; listIds?: string } =
        self.optsWithGlobals();
      const { client, output, reader } = await openSession(io, options);
      const input = {
        type: readWord('--type', options.type, ['person', 'company']).toUpperCase(),
        ...(await readLeadFields(options, reader, 'create')),
        ...(options.listIds === undefined
          ? {}
          : { listIds: await reader.items('--list-ids', splitJsonOrList(options.listIds), (id) => id) }),
      };
      const created = await client.run(createLeadDocument, { input, ...readCreationOptions(options) }, createdShape);
      await output.print(created, () =>
        toFields({
          outcome: created.outcome,
          matched: created.matchedKeys,
          ...(created.heldBack.length === 0 ? {} : { heldBack: created.heldBack }),
          ...created.lead,
        }),
      );
    });
}

function updateCommand(io: Io): Command {
  const command = new Command('update')
    .description('change the fields that are given; attributes and metadata merge deeply, null removes a key')
    .requiredOption('--id <id>', 'the lead')
    .option('--name <name>', 'the whole name, or JSON with full, first, last, short, aliases');
  return addLeadOptions(command, 'update')
    .option('--clear <fields>', 'fields to empty, separated by commas: title,phone')
    .option('--expected-version <version>', 'write only if the lead is still at this version')
    .option('--via <source>', 'the source of the changes; an explicit edit (@edit) unless told')
    .addHelpText('after', updateExamples)
    .action(async (_options: unknown, self: Command) => {
      const options: GlobalOptions &
        LeadOptions & { id: string; clear?: string; expectedVersion?: string; via?: string } = self.optsWithGlobals();
      const { client, output, reader } = await openSession(io, options);
      const cleared = readCleared(options.clear);
      const fields = await readLeadFields(options, reader, 'update');
      const both = Object.keys(fields).find((field) => field in cleared);
      if (both !== undefined) throw usageError(`--${both} and --clear ${both} contradict each other`);
      const input = {
        id: options.id,
        ...fields,
        ...cleared,
        ...(options.expectedVersion === undefined
          ? {}
          : { expectedVersion: readNumber('--expected-version', options.expectedVersion, 1, 999_999_999) }),
      };
      const updated = await client.run(
        updateLeadDocument,
        { input, ...(options.via === undefined ? {} : { via: options.via }) },
        updatedShape,
      );
      await output.print(updated, () => toFields(updated.lead));
    });
}

function getCommand(io: Io): Command {
  return new Command('get')
    .description('show a lead with all its fields')
    .argument('<id>', 'the lead')
    .addHelpText('after', '\nExample:\n  leadgraph lead get lead_6b00ec681c28eac165c56100')
    .action(async (id: string, _options: unknown, self: Command) => {
      const { client, output } = await openSession(io, self.optsWithGlobals());
      const lead = await client.run(getLeadDocument, { id }, leadShape.nullable());
      if (lead === null) throw new CliError('NOT_FOUND', `Lead ${id} was not found`);
      await output.print({ lead }, () => toFields(lead));
    });
}

function listCommand(io: Io): Command {
  const command = new Command('list').description('list leads, the newest first unless told otherwise');
  return addFilterOptions(command)
    .option('--first <number>', 'how many, 1 to 100 (default: 25)')
    .option('--after <cursor>', 'those that follow this cursor: endCursor of the page before')
    .option('--all', 'every page')
    .addHelpText('after', listExamples)
    .action(async (_options: unknown, self: Command) => {
      const options: GlobalOptions & LeadFilterOptions & { first?: string; after?: string; all?: boolean } =
        self.optsWithGlobals();
      const session = await openSession(io, options);
      const size =
        options.first === undefined ? (options.all ? 100 : 25) : readNumber('--first', options.first, 1, 100);
      const variables = { ...readFilter(options), first: size };
      const { client, output } = session;
      const page = (after: string | null) => client.run(listLeadsDocument, { ...variables, after }, pageShape);
      const first = await page(options.after ?? null);
      if (options.all) await printAll(session, first, page);
      else {
        await output.print(first, () => toLeadTable(first.nodes, output.width));
        if (!output.json && first.pageInfo.hasNextPage) output.note(`More: --after ${first.pageInfo.endCursor}`);
      }
    });
}

type Page = z.output<typeof pageShape>;

/** Prints page after page as it comes, so that no number of leads fills the memory; the JSON is that of one page. */
async function printAll({ output }: Session, first: Page, next: (after: string | null) => Promise<Page>) {
  let separator = '';
  const printPage = async (leads: readonly ShownLead[]) => {
    if (!output.json) {
      const table = toLeadTable(leads, output.width);
      // Headings once; each page has columns of its own widths.
      await output.write(`${separator === '' ? table : table.slice(table.indexOf('\n') + 1)}\n`);
      separator = '\n';
      return;
    }
    for (const lead of leads) {
      await output.write(`${separator}${JSON.stringify(lead)}`);
      separator = ',\n';
    }
  };
  if (output.json) await output.write('{"nodes":[\n');
  let page = first;
  for (;;) {
    if (page.nodes.length > 0 || page === first) await printPage(page.nodes);
    if (!page.pageInfo.hasNextPage) break;
    page = await next(page.pageInfo.endCursor);
  }
  if (output.json) await output.write(`\n],"pageInfo":${JSON.stringify(page.pageInfo)}}\n`);
}

function deleteCommand(io: Io): Command {
  return new Command('delete')
    .description('delete a lead and free its identifiers')
    .argument('[id]', 'the lead')
    .option('--id <id>', 'the lead')
    .addHelpText('after', '\nExample:\n  leadgraph lead delete lead_6b00ec681c28eac165c56100')
    .action(async (argument: string | undefined, _options: unknown, self: Command) => {
      const options: GlobalOptions & { id?: string } = self.optsWithGlobals();
      const id = argument ?? options.id;
      if (id === undefined) throw usageError('Which lead? Give its id');
      if (argument !== undefined && options.id !== undefined) throw usageError('Give the id once');
      const { client, output } = await openSession(io, options);
      const deleted = await client.run(deleteLeadDocument, { input: { id } }, z.object({ id: z.string() }));
      await output.print(deleted, () => `Deleted ${deleted.id}`);
    });
}

function splitJsonOrList(value: string): string[] {
  return /^\s*\[|^@|^-$/.test(value) ? [value] : splitList(value);
}

const createExamples = `
JSON options take JSON, @file.json, or - for stdin.

Examples:
  leadgraph lead create --type person --name "Jane Doe" --email jane.doe@acme.com --title "VP Sales" \\
    --company '{"name": "Acme", "domain": "acme.com"}' --socials https://www.linkedin.com/in/jane-doe
  leadgraph lead create --type company --name Acme --domain acme.com --attributes '{"tier": 1}' --raw @acme.json`;

const updateExamples = `
JSON options take JSON, @file.json, or - for stdin.

Examples:
  leadgraph lead update --id lead_6b00ec681c28eac165c56100 --status qualified --metadata '{"score": 85, "old": null}'
  leadgraph lead update --id lead_6b00ec681c28eac165c56100 --clear title,phone --expected-version 3`;

const listExamples = `
Examples:
  leadgraph lead list --type person --status new,contacted --sort name
  leadgraph lead list --domain acme.com --metadata utm.source=webinar
  leadgraph lead list --updated-from 2026-01-31 --all --json | jq -r '.nodes[].email'`;
