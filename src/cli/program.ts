import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { describeError, describeUnexpected } from '../shared/failure.ts';
import { packageFile } from '../shared/package-file.ts';
import { createAccountCommands } from './account.commands.ts';
import { createCampaignCommand } from './campaign.commands.ts';
import { CliError, exitCodes } from './cli-error.ts';
import { createImportCommand } from './import.command.ts';
import { createLeadCommand } from './lead.commands.ts';
import type { Io } from './output.ts';
import { createSignalCommand } from './signal.commands.ts';

/**
 * Runs a command line and answers the exit code; a failure is one line on stderr.
 * @param args what follows the name of the program
 */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  const program = createProgram(io);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (!(error instanceof CliError)) {
      io.stderr.write(`error: ${describeUnexpected(error)}\n`);
      return exitCodes.failure;
    }
    const code = error.code === 'USAGE' ? '' : ` (${error.code})`;
    io.stderr.write(`error: ${describeError(error)}${code}\n`);
    return error.exitCode;
  }
}

function createProgram(io: Io): Command {
  const program = new Command('leadgraph')
    .description('Leadgraph on the command line: leads, campaigns, signals and imports of a running gateway.')
    .version(readVersion(), '--version', 'print the version')
    .option('--url <url>', 'the gateway, instead of LEADGRAPH_URL or the one you logged in to')
    .option('--json', 'print JSON, as always where stdout is no terminal')
    .addHelpText('after', help);
  for (const command of createAccountCommands(io)) program.addCommand(command);
  program.addCommand(createLeadCommand(io));
  program.addCommand(createCampaignCommand(io));
  program.addCommand(createSignalCommand(io));
  program.addCommand(createImportCommand(io));
  configure(program, io);
  return program;
}

/** Settings that commander does not hand down to commands that were made on their own. */
function configure(command: Command, io: Io): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => write(`${describeError(text.trim())}; see --help\n`),
    });
  for (const child of command.commands) configure(child, io);
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  return String(version);
}

const help = `
Examples:
  leadgraph login --url https://leads.example.com
  leadgraph lead create --type person --name "Jane Doe" --email jane.doe@acme.com
  leadgraph lead list --status new --json
  leadgraph import contacts.csv --dry-run

Environment: LEADGRAPH_URL and LEADGRAPH_KEY go before what login saved.
Exit codes: 0 done, 1 failed, 2 wrong command line, 3 not found, 4 conflict, 5 invalid input, 6 no valid key or not
allowed, 7 gateway not reachable or not able to serve now.`;
