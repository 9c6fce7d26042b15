// The TypeScript client 2.x, pinned to the revision 2026-07-28, which has no `initialize`. Arguments: the server's /mcp, a token, an address of the row API to declare a table.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { calls, argumentsOf, check } from './calls.mjs';

const [address, token, declare, ...command] = process.argv.slice(2);
const client = new Client({ name: 'client-2', version: '1.0.0' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
const changed = new Promise((resolve) => client.setNotificationHandler('notifications/resources/list_changed', resolve));
const transport = command.length > 0
  ? new StdioClientTransport({ command: command[0], args: command.slice(1), env: { ...process.env, HERDBOOK_TOKEN: token }, stderr: 'inherit' })
  : new StreamableHTTPClientTransport(new URL(address), { requestInit: { headers: { Authorization: `Bearer ${token}` } } });
await client.connect(transport);
check(client.getServerVersion().name === 'herdbook', 'the server says who it is');
check(client.getServerCapabilities().resources.listChanged === true, 'the server tells list changes');
check(client.getInstructions().includes('Herdbook'), 'the server says how to use it');

const { tools } = await client.listTools();
check(tools.every((tool) => tool.outputSchema && tool.annotations && tool.description), 'every tool says what it answers and does');
const said = {};
const unique = `CLIENT-${process.pid}`;
const known = calls.filter(([name]) => tools.some((tool) => tool.name === name));
check(new Set(known.map(([name]) => name)).size === tools.length, `tools without a call: ${tools.filter((tool) => !calls.some(([name]) => name === tool.name)).map((tool) => tool.name)}`);
for (const call of known) {
  // The SDK checks each answer against the tool's schema.
  const answer = await client.callTool({ name: call[0], arguments: argumentsOf(call, said, unique) });
  check(call[2] ? answer.isError && answer.content[0].text.includes(call[2]) : !answer.isError, `${call[0]} was refused: ${answer.content[0].text}`);
  check(answer.isError || JSON.stringify(JSON.parse(answer.content[0].text)) === JSON.stringify(answer.structuredContent), `${call[0]} says the same twice`);
  said[call[0]] = answer.structuredContent;
}

// Pages: all rows come once, and none twice.
const codes = [];
let after;
do {
  const page = (await client.callTool({ name: 'rows_list', arguments: { table: 'herd.ticket_def', where: { ticket_code: 'like.P-*' }, select: 'ticket_code,ticket_description', limit: 50, ...(after ? { after } : {}) } })).structuredContent;
  check(JSON.stringify(page).length < 60_000, 'a page fits a context window');
  codes.push(...page.rows.map((row) => row.ticket_code));
  after = page.next;
} while (after);
check(codes.length === 120 && new Set(codes).size === 120, `120 rows in pages, and not ${codes.length}`);

// Errors tell the model what to do.
const wrong = await client.callTool({ name: 'rows_list', arguments: { table: 'herd.tickets_def' } });
check(wrong.isError && wrong.content[0].text.includes('herd.ticket_def'), `a wrong name is met with the right one: ${wrong.content[0].text}`);
const unknown = await client.callTool({ name: 'rows_get', arguments: { table: 'herd.ticket_def', id: 'x' } });
check(unknown.isError && unknown.content[0].text.includes('Its arguments are table, key'), `a wrong argument is met with the right ones: ${unknown.content[0].text}`);
const none = await client.callTool({ name: 'no_such_tool', arguments: {} }).then(() => null, (fault) => fault);
check(none?.code === -32602 && none.message.includes('tools/list'), 'an unknown tool is said to be');

// Progress, and a call that is taken back.
const asked = (await client.callTool({ name: 'approvals_request', arguments: { checkpoint_type: 'deploy', payload: { wait: unique }, agent_id: 'mason' } })).structuredContent;
const told = [];
await client.callTool({ name: 'approvals_wait', arguments: { approval_id: asked.approval_id, seconds: 1 } }, { onprogress: (progress) => told.push(progress) });
check(told.length >= 1 && told[0].total === 1 && told[0].message, `progress is told: ${JSON.stringify(told)}`);
const back = new AbortController();
const began = Date.now();
const waiting = client.callTool({ name: 'approvals_wait', arguments: { approval_id: asked.approval_id, seconds: 100 } }, { signal: back.signal }).catch((fault) => fault);
setTimeout(() => back.abort('no longer wanted'), 300);
check((await waiting) instanceof Error && Date.now() - began < 5_000, 'a call can be taken back');

// Resources, prompts and completions.
const resources = [];
let cursor;
do {
  const page = await client.listResources(cursor ? { cursor } : undefined);
  resources.push(...page.resources);
  cursor = page.nextCursor;
} while (cursor);
check(resources.some((resource) => resource.uri === 'herdbook://tables/herd.ticket_def'), 'tables are resources');
const { resourceTemplates } = await client.listResourceTemplates();
for (const word of ['tables/{table}', 'rows/{table}/{key}', 'tickets/{code}', 'sessions/{code}', 'decisions/{code}']) {
  check(resourceTemplates.some((template) => template.uriTemplate === `herdbook://${word}`), `there is a template for ${word}`);
}
const read = async (uri) => JSON.parse((await client.readResource({ uri })).contents[0].text);
check((await read('herdbook://tables/herd.ticket_def')).columns.ticket_tshirt_size.enum.includes('XL'), 'a table is described');
check((await read('herdbook://tickets/MCP-9')).ticket_title === 'Written by a client', 'a ticket is read');
check((await read('herdbook://rows/herd.ticket_def/MCP-9')).ticket_code === 'MCP-9', 'a row is read');
const lost = await client.readResource({ uri: 'herdbook://tickets/NONE' }).then(() => null, (fault) => fault);
check(lost?.message.includes('resources/list'), 'what is not there is said to be');
const { prompts } = await client.listPrompts();
check(prompts.some((prompt) => prompt.name === 'standing_instructions'), 'there are standing instructions');
for (const prompt of prompts) {
  const text = (await client.getPrompt({ name: prompt.name, arguments: { agent: 'mason' } })).messages[0].content.text;
  check(text.length > 100, `${prompt.name} says something`);
}
const completed = await client.complete({ ref: { type: 'ref/resource', uri: 'herdbook://tickets/{code}' }, argument: { name: 'code', value: 'MCP-' } });
check(completed.completion.values.includes('MCP-1'), 'a code is completed');

// A table that is declared is told of.
if (declare) {
  const listening = await client.listen({ resourcesListChanged: true });
  check(listening.honoredFilter.resourcesListChanged === true, 'list changes are told');
  const applied = await declareTable(declare);
  check(applied < 300, `the table was declared: ${applied}`);
  await Promise.race([changed, new Promise((_, reject) => setTimeout(() => reject(new Error('no list change was told')), 10_000).unref())]);
}

await client.close();
console.log(JSON.stringify({ tools: tools.length, called: known.length, prompts: prompts.length }));
process.exit(0);

async function declareTable(base) {
  const declaration = `table: custom.client_${process.pid}\nkind: entity\nabout: Declared while a client listens.\nkey: code\ncolumns:\n  code: {type: text, about: Its code.}\n  created_at: {type: timestamptz, required: true, default: now(), about: When.}\n`;
  const send = (body) => fetch(`${base}/v1/catalog/tables`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
  const plan = await (await send({ declaration })).json();
  return (await send({ declaration, plan: plan.plan })).status;
}
