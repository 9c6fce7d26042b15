// Five agents of one process. They claim tickets and finish them, at one server and the other in turn, until standard input ends.
// A doomed one works for a while, then holds what it claimed with heartbeats and says so, for whoever is to kill it.

const [addresses, token, first, doomedAfter, lease] = process.argv.slice(2);
const servers = addresses.split(',');
let turn = Number(first);
let isOver = false;

process.stdin.on('end', () => { isOver = true; });
process.stdin.resume();

const ask = async (verb, body) => {
  const answer = await fetch(`${servers[turn++ % servers.length]}/v1/herd/${verb}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
};

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

const work = async agent => {
  let done = 0;
  while (!isOver) {
    const { status, body: claim } = await ask('claim', { as_agent: agent, lease_seconds: Number(lease) });
    if (status !== 200) throw new Error(`claim: ${status} ${JSON.stringify(claim)}`);
    if (!claim.claimed) {
      await pause(100);
      continue;
    }
    const held = { as_agent: agent, ticket: claim.ticket_code, fence: claim.fence };
    if (doomedAfter !== 'never' && done >= Number(doomedAfter)) {
      console.log(JSON.stringify({ agent, ticket: claim.ticket_code, fence: claim.fence, instance: claim.agent_instance_code }));
      while (!isOver) {
        await pause(300);
        await ask('heartbeat', { ...held, lease_seconds: Number(lease) });
      }
      return;
    }
    const finished = await ask('transition', { ...held, to_status: 'done' });
    // Under a load that outlasts its lease a claim may be lost; then the work is another's.
    if (finished.status !== 200 && finished.body.code !== 'claim_lost') throw new Error(`done: ${finished.status} ${JSON.stringify(finished.body)}`);
    done++;
  }
};

await Promise.all(Array.from({ length: 5 }, (_, place) => work(`worker-${Number(first) + place}`)));
process.exit(0);
