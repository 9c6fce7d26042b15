// Reads an OpenAPI document from standard input: is it valid, do its references lead somewhere, and do its examples keep its own rules?
import { Validator } from "@seriousme/openapi-schema-validator";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;

const text = readFileSync(0, "utf8");
const document = JSON.parse(text);
const validator = new Validator();
const verdict = await validator.validate(JSON.parse(text));
const faults = verdict.valid ? [] : [].concat(verdict.errors).map(error => typeof error === "string" ? error : `${error.instancePath} ${error.message}`);

const at = pointer => pointer.slice(2).split("/").reduce((node, part) => node?.[part.replaceAll("~1", "/").replaceAll("~0", "~")], document);
const ids = new Set();
let references = 0;
const walk = (node, path) => {
  if (node === null || typeof node !== "object") {
    return;
  }
  if (typeof node.$ref === "string") {
    references++;
    if (at(node.$ref) === undefined) {
      faults.push(`${path}: ${node.$ref} leads nowhere`);
    }
  }
  if (typeof node.operationId === "string") {
    if (ids.has(node.operationId)) {
      faults.push(`${path}: the operation ${node.operationId} is there twice`);
    }
    ids.add(node.operationId);
  }
  for (const [name, child] of Object.entries(node)) {
    walk(child, `${path}/${name}`);
  }
};
walk(document, "");

// Every schema compiles, and every example is what its schema says.
const ajv = new Ajv({ strict: false, allErrors: true, schemas: [{ $id: "doc:", components: document.components }] });
addFormats(ajv);
let examples = 0;
const check = (pointer, value, path) => {
  examples++;
  const validate = ajv.compile({ $ref: `doc:#${pointer}` });
  if (!validate(value)) {
    faults.push(`${path}: ${JSON.stringify(value)} ${ajv.errorsText(validate.errors)}`);
  }
};
const escape = part => part.replaceAll("~", "~0").replaceAll("/", "~1");
let tables = 0;
for (const [name, schema] of Object.entries(document.components.schemas)) {
  ajv.compile({ $ref: `doc:#/components/schemas/${escape(name)}` });
  tables += schema["x-kind"] ? 1 : 0;
  for (const [column, rules] of Object.entries(schema.properties ?? {})) {
    for (const example of rules.examples ?? []) {
      check(`/components/schemas/${escape(name)}/properties/${escape(column)}`, example, `${name}.${column}`);
    }
  }
}
for (const [path, operations] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    const content = operation.requestBody?.content?.["application/json"];
    const schema = content?.schema?.oneOf?.[0] ?? content?.schema;
    if (content?.example && schema.$ref) {
      check(schema.$ref.slice(1), content.example, `${method} ${path}`);
    }
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1]);
    for (const name of names) {
      if (!operation.parameters.some(parameter => parameter.in === "path" && parameter.name === name)) {
        faults.push(`${method} ${path}: {${name}} is no parameter`);
      }
    }
  }
}
console.log(JSON.stringify({ version: validator.version, tables, operations: ids.size, references, examples, faults: faults.slice(0, 40), faultCount: faults.length }));
