// Reads EPUBs in epub.js, a reading system, inside one headless Chromium with no way to the network.
// Arguments: the node_modules folder, the browser. Standard input: JSON, {files, width, height, dark}: the
// names of files, the size of the screen in CSS pixels, and whether it is night.
// Standard output: one JSON line for each file, in order: what a reader met.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const [modules, browserPath] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require('playwright-core');
const READER = ['jszip/dist/jszip.min.js', 'epubjs/dist/epub.min.js'].map((file) => readFileSync(require.resolve(file), 'utf8'));

const LOCAL = /^(file|data|blob|about):/;

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND'],
});
try {
  const { files, ...screen } = JSON.parse(await text(process.stdin));
  for (const file of files) console.log(JSON.stringify(await reading(file, screen)));
} finally {
  await browser.close();
}

async function reading(file, { width, height, dark }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
  try {
    const findings = [];
    const page = await context.newPage();
    page.on('pageerror', (error) => findings.push({ code: 'script', message: error.message, where: '' }));
    page.on('requestfailed', (request) => {
      // The reading system takes away the blobs of the chapter it leaves.
      if (!request.url().startsWith('blob:')) findings.push({ code: 'not-loaded', message: request.url(), where: '' });
    });
    await context.route('**/*', (route) => (LOCAL.test(route.request().url()) ? route.continue() : route.abort()));
    await page.setContent('<!DOCTYPE html><style>body { margin: 0 }</style><div id="reader"></div>');
    for (const script of READER) await page.evaluate(script);
    const met = await page.evaluate(read, { data: readFileSync(file).toString('base64'), width, height });
    return { ...met, findings };
  } catch (error) {
    return { findings: [{ code: 'not-read', message: String(error.message), where: '' }] };
  } finally {
    await context.close();
  }
}

// Runs inside the page: opens the publication, turns every page, and follows every way into the text.
async function read({ data, width, height }) {
  const MOST_TURNS = 5000;
  const book = globalThis.ePub(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)).buffer);
  await new Promise((opened, failed) => {
    book.on('openFailed', failed); // without it, what cannot be opened is waited for without end
    book.opened.then(opened, failed);
  });
  const rendition = book.renderTo('reader', { width, height, flow: 'paginated', spread: 'none' });
  await rendition.display();
  const ground = getComputedStyle(rendition.getContents()[0].document.body).backgroundColor;
  const turned = [];
  for (;;) {
    const { start, atEnd } = rendition.currentLocation();
    turned.push(`${start.href} ${start.displayed.page}`);
    if (atEnd) break;
    if (turned.length > MOST_TURNS) throw new Error('the pages have no end');
    await rendition.next();
  }
  const { toc, landmarks } = await book.loaded.navigation;
  const flat = (items) => items.flatMap((item) => [item, ...flat(item.subitems ?? [])]);
  const entries = flat(toc);
  return {
    turned,
    ground,
    spine: book.spine.spineItems.map((item) => item.href),
    direction: book.packaging.metadata.direction ?? '',
    toc: await followed(entries.map(({ href, label }) => [href, label.trim()])),
    landmarks: await followed(landmarks.map(({ href, type }) => [href, type])),
    pages: await followed((book.pageList?.pageList ?? []).map(({ href, page }) => [href, String(page)])),
    notes: await followed(await links('doc-noteref')),
    backs: await followed(await links('doc-backlink')),
  };

  // The links of a role in all chapters, with their words.
  async function links(role) {
    const found = [];
    for (const item of book.spine.spineItems) {
      const root = await item.load(book.load.bind(book));
      for (const link of root.querySelectorAll(`[role~="${role}"]`)) {
        found.push([new URL(link.getAttribute('href'), `x:/${item.href}`).href.slice('x:/'.length), link.textContent]);
      }
      item.unload();
    }
    return found;
  }

  // The words that follow an empty element, such as the mark of a page.
  function after(element) {
    const rest = element.ownerDocument.createRange();
    rest.setStartAfter(element);
    rest.setEndAfter(element.ownerDocument.body);
    return rest.toString().trim();
  }

  // Each way with what a reader sees where it leads: the file, and the words of its target or after it.
  async function followed(ways) {
    const seen = [];
    for (const [href, label] of ways) {
      await rendition.display(href);
      const [file, anchor] = href.split('#');
      const { start } = rendition.currentLocation();
      const contents = rendition.getContents()[0].document;
      const target = anchor ? contents.getElementById(decodeURIComponent(anchor)) : contents.body;
      // An empty box, as that of a page break, cannot be seen: what matters is the place it has.
      const box = target?.getBoundingClientRect();
      const frame = contents.defaultView.frameElement.getBoundingClientRect();
      const left = box ? box.left + frame.left : NaN;
      const shown = start.href === file && (!anchor || (left > -1 && left < width + 1));
      const words = target ? target.textContent.trim() || after(target) : '';
      seen.push({ href, label, shown, words: words.replace(/\s+/g, ' ').slice(0, 200) });
    }
    return seen;
  }
}
