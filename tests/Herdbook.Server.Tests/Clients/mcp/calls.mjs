// A call of every tool, with arguments that succeed on the book of McpSite, in an order in which each finds what it needs.
// A third element is the code of the refusal that is right here: this machine has no transcripts of the project.
// A function takes what earlier calls answered, by their tools' names.
export const calls = [
  ['tables_list', { words: 'ticket' }],
  ['tables_get', { table: 'herd.ticket_def' }],
  ['rows_put', { table: 'herd.ticket_def', row: { ticket_code: 'MCP-9', ticket_title: 'Written by a client', ticket_tshirt_size: 'S' } }],
  ['rows_get', { table: 'herd.ticket_def', key: 'MCP-9' }],
  ['rows_list', { table: 'herd.ticket_def', where: { ticket_tshirt_size: 'S' }, order: 'ticket_code.asc', limit: 5, count: true }],
  ['search', { words: 'Written client' }],
  ['report', { by: 'model' }],
  ['warehouse_sql', { sql: 'select agent, sum(cost_usd) as cost from herd_dm.daily group by agent order by agent', limit: 2 }],
  ['approvals_request', (said, unique) => ({ checkpoint_type: 'deploy', payload: { service: 'web', run: unique }, title: 'Deploy the web', agent_id: 'mason', key: unique })],
  ['approvals_wait', (said) => ({ approval_id: said.approvals_request.approval_id, seconds: 0 })],
  ['approvals_confirm', (said, unique) => ({ approval_id: said.approvals_request.approval_id, payload: { service: 'web', run: unique } })],
  ['budgets_check', (said, unique) => ({ key: unique, agent: 'mason', tokens: 1000 })],
  ['budgets_settle', (said, unique) => ({ key: unique, tokens: 10 })],
  ['herd_assign', (said, unique) => ({ ticket: `${unique}-1`, agent: 'mason', priority: 0, as_agent: 'mason' })],
  ['herd_log', (said, unique) => ({ message: `started on ${unique}-1`, as_agent: 'mason' })],
  ['herd_status', { scope: 'agents' }],
  ['herd_ready', {}],
  ['herd_claim', (said, unique) => ({ ticket: `${unique}-1`, lease_seconds: 60, as_agent: 'mason' })],
  ['herd_heartbeat', (said, unique) => ({ ticket: `${unique}-1`, fence: said.herd_claim.fence, as_agent: 'mason' })],
  ['herd_handoff', (said, unique) => ({ ticket: `${unique}-1`, to_agent: 'mason', note: 'half done', fence: said.herd_claim.fence, as_agent: 'mason' })],
  ['herd_depend', (said, unique) => ({ ticket: 'MCP-2', on: `${unique}-1`, as_agent: 'mason' })],
  ['herd_claim', (said, unique) => ({ ticket: `${unique}-1`, as_agent: 'mason' })],
  ['herd_release', (said, unique) => ({ ticket: `${unique}-1`, note: 'given back', fence: said.herd_claim.fence, as_agent: 'mason' })],
  ['herd_claim', (said, unique) => ({ ticket: `${unique}-1`, as_agent: 'mason' })],
  ['herd_transition', (said, unique) => ({ ticket: `${unique}-1`, to_status: 'done', fence: said.herd_claim.fence, as_agent: 'mason' })],
  ['herd_review', { pr: 'acme/web#1', ticket: 'MCP-1', verdict: 'pass', findings: [{ category: 'style', severity: 'advisory', description: 'long line' }], as_agent: 'mason' }],
  ['herd_metrics', { query: 'headline', period: 'last_30d' }],
  ['herd_catchup', { as_agent: 'mason' }],
  ['herd_record_decision', { decision: 'Use one door', rationale: 'Two would differ', as_agent: 'mason' }],
  ['herd_assume', { agent: 'mason' }],
  ['herd_spawn', { role: 'mason', count: 1, as_agent: 'mason' }],
  ['herd_harvest_tokens', (said, unique, folder) => ({ agent_instance_code: said.herd_spawn.instances[0].agent_instance_code, project_path: folder, as_agent: 'mason' }), 'path_not_found'],
  ['herd_standdown', { agent: 'mason', outcome: 'success', as_agent: 'mason' }],
  ['rows_put', (said, unique) => ({ table: 'herd.agent_def', row: { agent_code: `leaver-${unique}`, agent_status: 'active' } })],
  ['herd_decommission', (said, unique) => ({ agent: `leaver-${unique}`, reason: 'no longer needed', as_agent: 'mason' })],
];

export const argumentsOf = ([, given], said, unique) => (typeof given === 'function' ? given(said, unique, process.cwd()) : given);

export function check(condition, message) {
  if (!condition) throw new Error(message);
}
