// Opens many pages in one headless Chromium, with no way to the network.
// Arguments: the node_modules folder, the browser. Standard input: a JSON list of jobs
// {url, width, height, dark, screenshot}. Standard output: one JSON line for each job, in order.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const [modules, browserPath] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/`)('playwright-core');

const LOCAL = /^(file|data|blob|about):/;
const PIXELS_OF_GRACE = 1; // fractional widths are rounded up

const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND',
  ],
});
try {
  for (const job of JSON.parse(await text(process.stdin))) {
    console.log(JSON.stringify(await look(job)));
  }
} finally {
  await browser.close();
}

async function look({ url, width, height, dark, screenshot }) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce',
  });
  try {
    const findings = [];
    const found = (code, message, where = '') => findings.push({ code, message, where });
    await context.route('**/*', (route) => (LOCAL.test(route.request().url()) ? route.continue() : route.abort()));
    const page = await context.newPage();
    watch(page, found);
    await page.goto(url, { waitUntil: 'load' });
    const size = await page.evaluate(measure, PIXELS_OF_GRACE);
    // Chromium's own notice of broken XML may be too wide; that says nothing about the page.
    if (size.broken) found('xml', size.broken);
    else if (size.scrolls) found('overflow', `${size.width}px of content in ${width}px`, size.culprits.join(', '));
    if (screenshot) await page.screenshot({ path: screenshot, fullPage: true });
    return { findings, width: size.width, height: size.height };
  } catch (error) {
    return { findings: [{ code: 'not-opened', message: String(error.message), where: '' }], width: 0, height: 0 };
  } finally {
    await context.close();
  }
}

function watch(page, found) {
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
