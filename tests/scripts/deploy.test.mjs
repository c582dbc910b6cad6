// deploy/ without an engine: what nginx, kubectl and a parser of YAML say of it, and the image's own steps done here.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import YAML from 'yaml';
import { freePort, root, until } from '../harness/server.mjs';

const timeout = 600_000;
const run = promisify(execFile);
const read = (name) => readFile(path.join(root, name), 'utf8');
const has = (program) => run('sh', ['-c', `command -v ${program}`]).then(() => true, () => false);
let place;
before(async () => { place = await mkdtemp(path.join(tmpdir(), 'meetup-deploy-')); });
after(() => rm(place, { recursive: true, force: true }));

/** As compose puts variables in; throws where one is needed and not given. */
function fill(text, given) {
  return text.replace(/\$\{(\w+)(:[-?])?([^}]*)\}/g, (_, name, kind, rest) => {
    if (given[name]) return given[name];
    if (kind === ':-') return rest;
    throw new Error(`${name}: ${rest}`);
  });
}

const exampleOf = async () => Object.fromEntries((await read('deploy/.env.example')).split('\n').filter((line) => /^\w+=/.test(line)).map((line) => line.split('=')));
const knownSettings = async () => JSON.parse(await read('protocol/configuration.json'));

test('nginx takes the reference', { timeout }, async (t) => {
  if (!await has('nginx')) return t.skip('nginx is not installed (Debian: apt-get install nginx-light)');
  const home = path.join(place, 'nginx');
  await cp(path.join(root, 'deploy/nginx'), home, { recursive: true });
  await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-keyout', path.join(home, 'privkey.pem'), '-out', path.join(home, 'fullchain.pem')]);
  const names = await readFile(path.join(home, 'upstream.conf'), 'utf8');
  assert.equal(names.match(/server meetup-\d:8000 /g).length, 3);
  await writeFile(path.join(home, 'upstream.conf'), names.replace(/meetup-(\d):8000/g, '127.0.0.1:800$1'));
  const main = path.join(home, 'nginx.conf');
  await writeFile(main, (await readFile(main, 'utf8')).replace('/dev/stdout', `${home}/access.log`));
  const { stderr } = await run('nginx', ['-t', '-c', path.join(home, 'nginx.conf'), '-p', home, '-g', `pid ${home}/pid;`]);
  assert.match(stderr, /test is successful/);
  assert.doesNotMatch(stderr, /\[(warn|emerg)\]/);
});

test('compose: three instances, PostGIS, Redis that keeps nothing, nginx; every variable exists', { timeout }, async () => {
  const text = await read('deploy/docker-compose.yml');
  const example = await exampleOf();
  assert.throws(() => fill(text, {}), /set it in/);
  const file = YAML.parse(fill(text, { ...example, POSTGRES_PASSWORD: 'p', MEETUP_SIGNING_KEY: 'k' }), { merge: true });
  const instances = Object.keys(file.services).filter((name) => name.startsWith('meetup-'));
  assert.deepEqual(instances, ['meetup-1', 'meetup-2', 'meetup-3']);
  assert.match(file.services.postgres.image, /^postgis\/postgis:15-/);
  assert.deepEqual(file.services.redis.command.slice(0, 5), ['redis-server', '--save', '', '--appendonly', 'no']);
  const known = await knownSettings();
  const names = new Set(JSON.stringify(known).match(/"[A-Z][A-Z0-9_]{3,}"/g).map((name) => name.slice(1, -1)));
  for (const name of instances) {
    const service = file.services[name];
    assert.equal(service.read_only, true);
    assert.deepEqual(service.cap_drop, ['ALL']);
    for (const variable of Object.keys(service.environment)) assert.ok(names.has(variable), `${variable} is a setting`);
  }

  for (const [, service] of Object.entries(file.services)) {
    for (const volume of service.volumes ?? []) {
      const [from] = volume.split(':');
      if (from.startsWith('./nginx/')) await stat(path.join(root, 'deploy', from));
    }
  }

  const mounted = file.services.nginx.volumes.map((volume) => path.basename(volume.split(':')[1]));
  const included = (await Promise.all((await readdir(path.join(root, 'deploy/nginx'))).map((name) => read(`deploy/nginx/${name}`))))
    .flatMap((conf) => [...conf.matchAll(/^\s*(?:include|ssl_certificate|ssl_certificate_key) ([\w.]+);/gm)].map(([, name]) => name));
  for (const name of included) assert.ok(mounted.includes(name), `${name} is mounted`);

  for (const name of Object.keys(example)) assert.ok(text.includes(`\${${name}`), `${name} of .env.example is used`);
  const lite = YAML.parse(fill(await read('deploy/docker-compose.lite.yml'), example));
  assert.equal(Object.keys(lite.services).length, 1);
  assert.deepEqual(lite.services.meetup.volumes, ['data:/data']);
  for (const variable of Object.keys(lite.services.meetup.environment)) assert.ok(names.has(variable), `${variable} is a setting`);
});

test('Kubernetes: kubectl builds it; probes, budget, autoscaling, nothing as root', { timeout }, async (t) => {
  if (!await has('kubectl')) return t.skip('kubectl is not installed');
  const { stdout } = await run('kubectl', ['kustomize', path.join(root, 'deploy/kubernetes')]);
  const all = YAML.parseAllDocuments(stdout).map((document) => { assert.deepEqual(document.errors, []); return document.toJS(); });
  const one = (kind) => { const found = all.filter((each) => each.kind === kind); assert.equal(found.length, 1, kind); return found[0]; };
  const labels = { 'app.kubernetes.io/name': 'meetup' };
  const { spec } = one('Deployment');
  assert.deepEqual(spec.selector.matchLabels, labels);
  assert.deepEqual(spec.template.metadata.labels, labels);
  assert.deepEqual(one('Service').spec.selector, labels);
  assert.deepEqual(one('PodDisruptionBudget').spec.selector.matchLabels, labels);
  assert.deepEqual(one('NetworkPolicy').spec.podSelector.matchLabels, labels);
  const pod = spec.template.spec;
  const [container] = pod.containers;
  assert.equal(pod.securityContext.runAsNonRoot, true);
  assert.equal(container.securityContext.readOnlyRootFilesystem, true);
  assert.equal(container.readinessProbe.httpGet.path, '/health/ready');
  assert.equal(container.livenessProbe.httpGet.path, '/health/live');
  const drain = JSON.stringify(await knownSettings()).match(/"MEETUP__REALTIME__DRAIN_SECONDS"[^}]*?"default":"?(\d+)/);
  assert.ok(pod.terminationGracePeriodSeconds > Number(drain[1]) + 10, 'a drain has its time');
  const configMap = one('ConfigMap');
  assert.equal(container.envFrom[0].configMapRef.name, configMap.metadata.name);
  const metrics = one('HorizontalPodAutoscaler').spec.metrics.map((metric) => metric.pods?.metric.name ?? metric.resource.name);
  assert.deepEqual(metrics, ['meetup_connections_open', 'cpu']);
  assert.equal(one('HorizontalPodAutoscaler').spec.scaleTargetRef.name, one('Deployment').metadata.name);
});

test('the image: its steps work on its own context, and what comes out serves, says how it is, and is small', { timeout }, async () => {
  const lines = (await read('deploy/Dockerfile')).replaceAll('\\\n', ' ').split('\n').filter((line) => line && !line.startsWith('#'));
  const stages = lines.map((line, at) => (line.startsWith('FROM') ? at : -1)).filter((at) => at >= 0);
  assert.equal(stages.length, 2);
  const [build, final] = [lines.slice(0, stages[1]), lines.slice(stages[1])];
  assert.match(final[0], /chiseled/);
  assert.equal(final.find((line) => line.startsWith('USER')), 'USER 1654');
  const health = JSON.parse(final.find((line) => line.startsWith('HEALTHCHECK')).match(/CMD (\[.*\])/)[1]);
  const entry = JSON.parse(final.find((line) => line.startsWith('ENTRYPOINT')).slice('ENTRYPOINT '.length));

  // What the engine would do, in a directory of its own, with the files its COPY lines name.
  const context = path.join(place, 'source');
  await mkdir(context);
  for (const line of build.filter((each) => each.startsWith('COPY'))) {
    const names = line.split(/\s+/).slice(1);
    const to = names.pop();
    for (const name of names) {
      await cp(path.join(root, name), path.join(context, to, to.endsWith('/') && !name.endsWith('/') ? path.basename(name) : ''), {
        recursive: true, filter: (from) => !/\/(bin|obj|artifacts)$/.test(from),
      });
    }
  }

  const app = path.join(place, 'app');
  const publish = build.find((line) => line.startsWith('RUN dotnet publish')).slice(4).split(' ').map((word) => (word === '/app' ? app : word));
  await run(publish[0], publish.slice(1), { cwd: context, env: { ...process.env, CI: '' }, maxBuffer: 1 << 24 });
  let bytes = 0;
  for (const file of await readdir(app, { recursive: true, withFileTypes: true })) if (file.isFile()) bytes += (await stat(path.join(file.parentPath, file.name))).size;
  // The base image, aspnet on a chiselled Ubuntu, is under 120 MB unpacked.
  assert.ok(bytes < 30_000_000, `the layer of the app is ${(bytes / 1e6).toFixed(1)} MB`);

  const env = { ...process.env, PORT: String(await freePort()), ASPNETCORE_URLS: '', MEETUP_DATA_DIR: path.join(place, 'data'), DATABASE_URL: '', REDIS_URL: '' };
  const ask = () => run(health[0], health.slice(1), { cwd: app, env }).then(() => 0, (wrong) => wrong.code);
  assert.equal(await ask(), 1, 'nobody there');
  const server = spawn(entry[0], entry.slice(1), { cwd: app, env, stdio: 'ignore' });
  try {
    await until(async () => await ask() === 0, 'the server says it is well', 60_000);
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
});
