/**
 * Where an answer differs in shape from a sample: other keys, or other JSON types, at any depth. An empty object in the
 * sample stands for any object; the one item of a list there stands for each of at least one.
 */
export function differencesInShape(answer: unknown, sample: unknown, path = 'answer'): string[] {
  const [is, should] = [kindOf(answer), kindOf(sample)];
  if (is !== should) return [`${path} is ${is}, not ${should}`];
  if (Array.isArray(answer) && Array.isArray(sample)) {
    if (answer.length === 0) return [`${path} is empty`];
    return answer.flatMap((item, index) => differencesInShape(item, sample[0], `${path}[${index}]`));
  }
  if (!isObject(answer) || !isObject(sample) || Object.keys(sample).length === 0) return [];
  const keys = new Set([...Object.keys(answer), ...Object.keys(sample)]);
  return [...keys].flatMap((key) => {
    if (!Object.hasOwn(answer, key)) return [`${path}.${key} is missing`];
    if (!Object.hasOwn(sample, key)) return [`${path}.${key} is not in the sample`];
    return differencesInShape(answer[key], sample[key], `${path}.${key}`);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}
