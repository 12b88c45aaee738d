// Asks Ace by DAISY about many EPUBs in one process.
// Arguments: the node_modules folder, a folder for reports. Standard input: a JSON list of file names.
// Standard output: one JSON line for each file, in order: its violations, or why there is no verdict.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const [modules, reports] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const ace = require('@daisy/ace-core');
const axeRunner = require('@daisy/ace-axe-runner-puppeteer');

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
console.log = () => {}; // Ace says how far it is

for (const [number, file] of JSON.parse(await text(process.stdin)).entries()) {
  const options = { cwd: process.cwd(), outdir: join(reports, String(number)), silent: true, initLogger: true };
  try {
    const [, report] = await ace(file, options, axeRunner);
    say({ outcome: report['earl:result']['earl:outcome'], violations: report.assertions.flatMap(violations) });
  } catch (error) {
    say({ broken: String(error?.message ?? error) });
  }
}
process.exit(0); // its logger keeps the process alive

function violations(page) {
  return page.assertions
    .filter((assertion) => assertion['earl:result']['earl:outcome'] !== 'pass')
    .map(({ 'earl:test': test, 'earl:result': result }) => ({
      code: test['dct:title'],
      impact: test['earl:impact'],
      message: result['dct:description'],
      where: `${page['earl:testSubject'].url} ${result.html ?? ''}`.trim(),
    }));
}
