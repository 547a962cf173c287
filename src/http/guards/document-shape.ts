import { type DocumentNode, type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { QueryTooComplexError } from '../../shared/limit.errors.ts';
import type { RequestLimits } from '../../shared/limits.ts';
import { maxNesting } from './document-text.ts';
import { collectFields, type Fragments, fragmentsOf, selectionsOf } from './selections.ts';

/** Validation recurses from fragment to fragment; no tool that writes documents comes near so many. */
const maxFragments = 500;

/** Validation compares fields of one response name, each with each; with selections, so many take some 40 ms. */
const maxComparisons = 5_000;

interface Shape {
  depth: number;
  aliases: number;
  directives: number;
  comparisons: number;
}

/**
 * Checks what a document asks for before it is validated. It walks each operation as execution would, fields of one
 * response name together and fragments wherever they are spread; the cost limit bounds the walk, since each step stands
 * for a field that costs at least 1.
 * @throws QueryTooComplexError that names the limit
 */
export function checkShape(document: DocumentNode, limits: RequestLimits): void {
  const fragments = fragmentsOf(document);
  if (fragments.size > maxFragments) throw tooMuch('fragments', maxFragments, fragments.size);
  const walk = { fragments, limits, steps: 0 };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const shape = measure(walk, definition.selectionSet);
      const onVariables = definition.variableDefinitions?.map(({ directives }) => directives?.length ?? 0) ?? [];
      shape.directives += onVariables.reduce((sum, count) => sum + count, definition.directives?.length ?? 0);
      check(shape, limits);
    } else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      // Validation looks into fragments that nothing spreads, too.
      check(measure(walk, definition.selectionSet), limits);
    }
  }
}

interface Walk {
  fragments: Fragments;
  limits: RequestLimits;
  steps: number;
}

function measure(walk: Walk, root: SelectionSetNode): Shape {
  const { fragments, limits } = walk;
  const nesting = maxNesting(limits);
  const shape: Shape = { depth: 0, aliases: 0, directives: 0, comparisons: 0 };
  const enters = (selection: SelectionNode) => {
    walk.steps += 1;
    if (walk.steps > limits.cost) throw tooMuch('cost', limits.cost, walk.steps);
    if (selection.kind === Kind.FIELD && selection.alias !== undefined) shape.aliases += 1;
    shape.directives += selection.directives?.length ?? 0;
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      shape.directives += fragments.get(selection.name.value)?.directives?.length ?? 0;
    }
    return true;
  };
  const visit = (sets: SelectionSetNode[], depth: number, level: number) => {
    if (level > nesting) throw tooMuch('depth', limits.depth, level);
    for (const fields of collectFields(fragments, sets, enters, () => true).values()) {
      // `ofType` unwraps a type of the schema itself: a chain that ends, and that introspection needs nine times over.
      const inside = fields.every(({ name }) => name.value === 'ofType') ? depth : depth + 1;
      shape.depth = Math.max(shape.depth, inside);
      const below = selectionsOf(fields);
      if (below.length === 0 && fields.every(isPlain)) continue;
      shape.comparisons += (fields.length * (fields.length - 1)) / 2;
      if (below.length > 0) visit(below, inside, level + 1);
    }
  };
  visit([root], 0, 1);
  return shape;
}

/** Fields that are only named are compared in no time. */
function isPlain({ arguments: given }: FieldNode): boolean {
  return given === undefined || given.length === 0;
}

function check(shape: Shape, limits: RequestLimits): void {
  if (shape.depth > limits.depth) throw tooMuch('depth', limits.depth, shape.depth);
  if (shape.aliases > limits.aliases) throw tooMuch('aliases', limits.aliases, shape.aliases);
  if (shape.directives > limits.directives) throw tooMuch('directives', limits.directives, shape.directives);
  if (shape.comparisons > maxComparisons) throw tooMuch('comparisons', maxComparisons, shape.comparisons);
}

const sentences = {
  fragments: (max: number, found: number) => `The document has ${found} fragments, at most ${max} are allowed`,
  depth: (max: number, found: number) => `The document has fields ${found} levels deep, at most ${max} are allowed`,
  aliases: (max: number, found: number) => `The operation has ${found} aliases, at most ${max} are allowed`,
  directives: (max: number, found: number) => `The operation has ${found} directives, at most ${max} are allowed`,
  cost: (max: number) => `The document asks for more than ${max} fields`,
  comparisons: (max: number, found: number) =>
    `The document repeats fields so often that ${found} pairs must be compared, at most ${max} are allowed`,
};

function tooMuch(limit: keyof typeof sentences, max: number, found: number): QueryTooComplexError {
  return new QueryTooComplexError(sentences[limit](max, found), { limit, max, found });
}
