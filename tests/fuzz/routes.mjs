// Every route of an OpenAPI document with a body that fits it.
import { anything, pick } from './mutate.mjs';

const methods = ['get', 'post', 'put', 'patch', 'delete'];

const resolve = (schemas, schema) => {
  const named = schema?.$ref ? schemas[schema.$ref.split('/').at(-1)] : schema;
  const choice = named?.oneOf ?? named?.anyOf ?? named?.allOf;
  return choice ? resolve(schemas, choice.find((one) => one.type !== 'null') ?? choice[0]) : named;
};

/** A value that fits the schema, where the schema says enough. */
function sample(schemas, schema) {
  const known = resolve(schemas, schema) ?? {};
  if (known.enum) return known.enum[0];
  switch ([known.type].flat().find((type) => type !== 'null')) {
    case 'object': return Object.fromEntries(Object.entries(known.properties ?? {}).map(([name, inner]) => [name, sample(schemas, inner)]));
    case 'array': return [sample(schemas, known.items)];
    case 'integer': return known.minimum ?? 1000;
    case 'number': return 1.5;
    case 'boolean': return true;
    default: return { 'date-time': new Date().toISOString(), uuid: '01890000-0000-7000-8000-000000000000' }[known.format] ?? 'text';
  }
}

export const routesOf = (document) => Object.entries(document.paths).flatMap(([path, item]) => methods
  .filter((method) => item[method])
  .map((method) => {
    const operation = item[method];
    const schema = operation.requestBody?.content?.['application/json']?.schema;
    return {
      method: method.toUpperCase(),
      path,
      name: `${method.toUpperCase()} ${path}`,
      query: (operation.parameters ?? []).filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name),
      body: schema && sample(document.components.schemas, schema),
    };
  }));

/** The path with its parameters filled: mostly by something that exists, at times by junk. */
export function fill(random, route, ids) {
  const path = route.path.replace(/\{(\w+)[^}]*\}/g, () => random() < 0.7 ? pick(random, ids) : encodeURIComponent(String(anything(random)).toWellFormed?.() ?? 'junk'));
  const query = route.query.filter(() => random() < 0.6).map((name) => `${name}=${encodeURIComponent(JSON.stringify(anything(random)).slice(0, 200))}`);
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}
