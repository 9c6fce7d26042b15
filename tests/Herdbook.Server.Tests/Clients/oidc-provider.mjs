// A certified provider of OpenID Connect, by `oidc-provider` from npm. Its argument is the address that a sign-in returns to; it prints its
// issuer and the client's secret as JSON, and serves until its input ends.
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const secret = randomBytes(24).toString('base64url');
const provider = new Provider(issuer, {
  clients: [{ client_id: 'herdbook', client_secret: secret, redirect_uris: [process.argv[2]], grant_types: ['authorization_code'], response_types: ['code'] }],
  cookies: { keys: [randomBytes(24).toString('base64url')] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified') }) }),
});
server.on('request', provider.callback());
console.log(JSON.stringify({ issuer, secret }));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
