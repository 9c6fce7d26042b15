// The inspector's own command line, run for the list and for each tool as its program runs it. Arguments: the server's /mcp and a token.
import { runCli } from '@modelcontextprotocol/inspector/clients/cli/build/index.js';
import { calls, argumentsOf, check } from './calls.mjs';

const [address, token] = process.argv.slice(2);
const unique = `INSPECTOR-${process.pid}`;

async function cli(...options) {
  const printed = [];
  const [write, log] = [process.stdout.write, console.log];
  process.stdout.write = (text, encoding, done) => (printed.push(String(text)), (typeof encoding === 'function' ? encoding : done)?.(), true);
  console.log = (text) => printed.push(String(text));
  try {
    await runCli(['node', 'inspector', address, '--header', `Authorization: Bearer ${token}`, ...options]);
  } catch (fault) {
    // It prints the answer, and then ends as a program with a fault where the tool refused.
    if (fault.envelope?.code !== 'tool_is_error') throw fault;
  } finally {
    [process.stdout.write, console.log] = [write, log];
  }
  return JSON.parse(printed.join(''));
}

const { tools } = await cli('--method', 'tools/list');
const said = {};
const called = new Set();
for (const call of calls) {
  const pairs = Object.entries(argumentsOf(call, said, unique)).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const answer = await cli('--method', 'tools/call', '--tool-name', call[0], ...(pairs.length > 0 ? ['--tool-arg', ...pairs] : []));
  check(call[2] ? answer.isError && answer.content[0].text.includes(call[2]) : !answer.isError, `${call[0]} was refused: ${answer.content?.[0]?.text}`);
  said[call[0]] = answer.structuredContent;
  called.add(call[0]);
}
check(tools.length === called.size, `${tools.length} tools, and ${called.size} were called`);
process.stdout.write(`${JSON.stringify({ tools: tools.length, called: called.size })}\n`, () => process.exit(0));
