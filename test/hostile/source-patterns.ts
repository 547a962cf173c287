import { type Node, SyntaxKind } from 'typescript/unstable/ast';
import {
  isCallExpression,
  isIdentifier,
  isNewExpression,
  isRegularExpressionLiteral,
} from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';

/** A regular expression of the source, or a place where one is made from text. */
export interface SourcePattern {
  /** Where it stands: `src/lead/lead.ts:12`. */
  place: string;
  /** As it is written. */
  text: string;
  /** Null where it is known only once it runs. */
  pattern: RegExp | null;
}

/** Calls that make a pattern of text. `search` and `match` do so too, where they are given anything but a literal. */
const makers = ['RegExp'];
const patternMethods = ['match', 'matchAll', 'search'];

/** Every pattern of `src`, read by the compiler itself, so that no comment, text or division is taken for one. */
export function findPatterns(root: string): SourcePattern[] {
  const api = new API({ cwd: root });
  try {
    const [project] = api.updateSnapshot({ openProject: 'tsconfig.json' }).getProjects();
    if (project === undefined) throw new Error('tsconfig.json is no project');
    const names = project.program.getSourceFileNames().filter((name) => name.startsWith(`${root}/src/`));
    return names.flatMap((name) => {
      const file = project.program.getSourceFile(name);
      if (file === undefined) throw new Error(`${name} cannot be read`);
      const lineOf = (node: Node) => file.text.slice(0, node.end).split('\n').length;
      const place = (node: Node) => `${name.slice(root.length + 1)}:${lineOf(node)}`;
      return patternsIn(file).map(({ node, pattern }) => ({
        place: place(node),
        text: textOf(node, file.text),
        pattern,
      }));
    });
  } finally {
    api.close();
  }
}

function textOf(node: Node, text: string): string {
  return text.slice(node.pos, node.end).trim();
}

function patternsIn(node: Node): { node: Node; pattern: RegExp | null }[] {
  const found: { node: Node; pattern: RegExp | null }[] = [];
  if (isRegularExpressionLiteral(node)) found.push({ node, pattern: fromLiteral(node.text) });
  else if (isMaker(node)) found.push({ node, pattern: null });
  node.forEachChild((child) => {
    found.push(...patternsIn(child));
  });
  return found;
}

function isMaker(node: Node): boolean {
  if (isNewExpression(node) || isCallExpression(node)) {
    const { expression } = node;
    if (isIdentifier(expression)) return makers.includes(expression.text);
    if (expression.kind !== SyntaxKind.PropertyAccessExpression) return false;
    const [argument] = node.arguments ?? [];
    const name = expression.getText().split('.').at(-1) ?? '';
    return patternMethods.includes(name) && (argument === undefined || !isRegularExpressionLiteral(argument));
  }
  // MongoDB's own patterns.
  return node.kind === SyntaxKind.PropertyAssignment && /^['"]?\$regex/.test(node.getText());
}

function fromLiteral(text: string): RegExp {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}
