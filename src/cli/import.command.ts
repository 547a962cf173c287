import { Command } from 'commander';
import { isJsonObject } from '../shared/json.ts';
import { viewerShape } from './account.commands.ts';
import { usageError } from './cli-error.ts';
import { viewerDocument } from './documents.ts';
import type { Settings } from './import/state.ts';
import { addCreationOptions, type CreationOptions, readCreationOptions } from './lead.options.ts';
import { type OptionReader, readNumber, readWord, splitList } from './options.ts';
import type { Io } from './output.ts';
import { type GlobalOptions, openSession } from './session.ts';

interface ImportOptions extends GlobalOptions, CreationOptions {
  type?: string;
  source?: string;
  listIds?: string;
  map?: string;
  dryRun?: boolean;
  batch?: string;
  concurrency: string;
  retries: string;
  resume?: boolean;
  restart?: boolean;
  rejects?: string;
}

/** `leadgraph import <file>`. */
export function createImportCommand(io: Io): Command {
  const command = new Command('import')
    .description('create or merge the leads of a CSV or JSONL file')
    .argument('<file>', 'a .csv (any delimiter, UTF-8) or .jsonl file')
    .option('--type <type>', 'person or company, where the headers or lines do not say it')
    .option('--source <source>', 'how the leads came in, where a row does not say it')
    .option('--list-ids <list-ids>', 'lists to put every lead on, separated by commas')
    .option('--map <map>', 'columns by hand: "Header=field.path,…", a JSON object, or @map.json');
  return addCreationOptions(command)
    .option('--dry-run', 'write nothing; say what would become of the rows, and why')
    .option('--batch <number>', 'leads in one request, 1 to 500 (default: 200)')
    .option('--concurrency <number>', 'requests at a time, 1 to 16', '4')
    .option('--retries <number>', 'how often to try again while the gateway is away or busy', '8')
    .option('--resume', 'go on where the last import of this file stopped')
    .option('--restart', 'begin anew where the last import of this file stopped')
    .option('--rejects <file>', 'where refused rows go, with the reasons (default: <file>.rejects.csv or .jsonl)')
    .addHelpText('after', importHelp)
    .action(async (file: string, _options: unknown, self: Command) => {
      const options: ImportOptions = self.optsWithGlobals();
      if (options.resume && options.restart) throw usageError('--resume and --restart contradict each other');
      if (options.resume && options.dryRun) throw usageError('--resume and --dry-run contradict each other');
      const { client, output, reader } = await openSession(io, options, 'leadgraph-import');
      const request = {
        file,
        settings: await readSettings(options, reader),
        dryRun: options.dryRun === true,
        resume: options.resume === true,
        restart: options.restart === true,
        batchSize: options.batch === undefined ? null : readNumber('--batch', options.batch, 1, 500),
        concurrency: readNumber('--concurrency', options.concurrency, 1, 16),
        retries: readNumber('--retries', options.retries, 0, 1000),
        rejects: options.rejects ?? null,
      };
      // What reads identifiers takes a while to load, and no other command needs it.
      const { runImport } = await import('./import/run.ts');
      const { fetchIdentityRules } = await import('./import/identity-rules.ts');
      const { workspaceId } = await client.run(viewerDocument, {}, viewerShape);
      const rules = await fetchIdentityRules(client);
      const stop = io.stopSignal();
      await runImport(request, { client, workspaceId, rules, output, terminal: io.stderr, stop });
    });
}

async function readSettings(options: ImportOptions, reader: OptionReader): Promise<Settings> {
  const { type, source, listIds, map } = options;
  return {
    ...readCreationOptions(options),
    type: type === undefined ? null : readWord('--type', type, ['person', 'company'] as const),
    source: source ?? null,
    listIds: splitList(listIds ?? ''),
    map: map === undefined ? [] : await readMap(map, reader),
  };
}

async function readMap(value: string, reader: OptionReader): Promise<[string, string][]> {
  const json = await reader.jsonOrText('--map', value);
  if (isJsonObject(json)) {
    return Object.entries(json).map(([header, field]) => {
      if (typeof field !== 'string') throw usageError(`--map: the field of "${header}" must be text`);
      return [header, field];
    });
  }
  if (typeof json !== 'string')
    throw usageError('--map must be "Header=field,…", or a JSON object of headers and fields');
  return splitList(json).map((pair) => {
    const cut = pair.lastIndexOf('=');
    if (cut < 1) throw usageError(`--map: "${pair}" is no "Header=field"; headers with commas need a JSON object`);
    return [pair.slice(0, cut).trim(), pair.slice(cut + 1).trim()];
  });
}

const importHelp = `
Exports of HubSpot, Apollo and LinkedIn Sales Navigator work as they are. Columns that are not known go to attributes.

Examples:
  leadgraph import contacts.csv --dry-run
  leadgraph import contacts.csv --source webinar --list-ids list_6b00ec681c28eac165c56201
  leadgraph import leads.csv --type person --map "Full name=name.full,Wert=metadata.value,Notes=-"
  leadgraph import contacts.csv --resume

Exit codes: 0 all rows went through, 5 some were refused, 130 stopped by Ctrl-C; the others as everywhere.`;
