// Renders the cases of a JSON file with nunjucks; prints microseconds and the texts as JSON.
const { readFileSync } = require("node:fs");
const nunjucks = require("nunjucks");

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
const seconds = Number(process.argv[3]);
const options = { autoescape: false, trimBlocks: true, lstripBlocks: true };

function measure(work) {
  const warm = performance.now() + (seconds * 1000) / 3;
  while (performance.now() < warm) work();
  const begin = performance.now();
  let rounds = 0;
  let took = 0;
  while ((took = performance.now() - begin) < seconds * 1000) {
    work();
    rounds++;
  }
  return (took / rounds) * 1000;
}

const answers = cases.map(({ source, vars }) => {
  const env = new nunjucks.Environment(null, options);
  const template = new nunjucks.Template(source, env, undefined, true);
  return {
    render: measure(() => template.render(vars)),
    parse: measure(() => new nunjucks.Template(source, env, undefined, true).render(vars)),
    text: template.render(vars),
  };
});
console.log(JSON.stringify({ name: `nunjucks ${require("nunjucks/package.json").version}, Node.js ${process.versions.node}`, answers }));
