// Opens many pages in one headless Chromium, with no way to the network, and asks axe-core about each.
// Arguments: the node_modules folder, the browser. Standard input: a JSON list of jobs
// {url, width, height, dark, screenshot, rules}. Standard output: one JSON line for each job, in order.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const [modules, browserPath] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require('playwright-core');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const LOCAL = /^(file|data|blob|about):/;
const PIXELS_OF_GRACE = 1; // fractional widths are rounded up

const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND',
  ],
});
const context = await browser.newContext({ reducedMotion: 'reduce' });
await context.route('**/*', (route) => (LOCAL.test(route.request().url()) ? route.continue() : route.abort()));
let page, opened; // the page of the browser, and the address it shows
let findings = []; // those of the job at hand
const found = (code, message, where = '') => findings.push({ code, message, where });
try {
  for (const job of JSON.parse(await text(process.stdin))) {
    findings = [];
    console.log(JSON.stringify({ ...await look(job), findings }));
  }
} finally {
  await browser.close();
}

// A page that the job before has opened is not opened again: what went wrong then is told once.
async function look({ url, width, height, dark, screenshot, rules }) {
  try {
    page ??= watched(await context.newPage());
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    if (opened !== url) await page.goto(url, { waitUntil: 'load' });
    opened = url;
    const size = await page.evaluate(measure, PIXELS_OF_GRACE);
    // Chromium's own notice of broken XML may be too wide; that says nothing about the page.
    if (size.broken) found('xml', size.broken);
    else if (size.scrolls) found('overflow', `${size.width}px of content in ${width}px`, size.culprits.join(', '));
    if (screenshot) await page.screenshot({ path: screenshot, fullPage: true });
    if (rules && !size.broken) {
      if (await page.evaluate(() => !globalThis.axe)) await page.evaluate(AXE);
      for (const { id, help, target } of await page.evaluate(violations, rules)) found(`axe-${id}`, help, target);
    }
    return { width: size.width, height: size.height };
  } catch (error) {
    found('not-opened', String(error.message));
    await page?.close();
    page = opened = undefined;
    return { width: 0, height: 0 };
  }
}

function watched(page) {
  page.on('pageerror', (error) => found('script', error.message));
  page.on('console', (message) => {
    const { url, lineNumber } = message.location();
    // A failed load has a finding of its own, below.
    if (message.text().startsWith('Failed to load resource')) return;
    if (['error', 'warning'].includes(message.type())) found('console', message.text(), `${url}:${lineNumber}`);
  });
  page.on('requestfailed', (request) => {
    const code = LOCAL.test(request.url()) ? 'not-loaded' : 'network';
    found(code, `${request.resourceType()}: ${request.failure()?.errorText ?? ''}`, request.url());
  });
  return page;
}

// Runs inside the page: what axe-core has against it, for every element that breaks a rule.
async function violations(rules) {
  const { violations } = await globalThis.axe.run(document, { rules, resultTypes: ['violations'], preload: false });
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => ({
    id, help: `${help} (${node.failureSummary.replace(/\s+/g, ' ')})`, target: node.target.join(' '),
  })));
}

// Runs inside the page.
async function measure(grace) {
  await document.fonts.ready;
  const root = document.documentElement;
  const room = root.clientWidth + grace;
  const scrolls = root.scrollWidth > room;
  const wide = scrolls ? [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > room) : [];
  return {
    scrolls,
    width: root.scrollWidth,
    height: root.scrollHeight,
    culprits: wide.slice(0, 3).map((e) => `<${e.localName}> ${e.textContent.trim().slice(0, 40)}`),
    // What Chromium puts into a page whose XML is not well-formed.
    broken: document.querySelector('parsererror > div')?.textContent.trim(),
  };
}
