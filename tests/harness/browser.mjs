// Chromium, and the debug page as one person has it open.
import { chromium } from 'playwright-core';

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});

/** A page that remembers every address it asked for, every error it logged, and every script dialog that came up. */
export async function openPage(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const seen = { requests: [], errors: [], dialogs: 0 };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('websocket', (socket) => seen.requests.push(socket.url()));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('console', (line) => { if (line.type() === 'error') seen.errors.push(line.text()); });
  page.on('dialog', (dialog) => { seen.dialogs++; dialog.dismiss(); });
  await page.goto(address);
  return { page, context, seen };
}

export const linkOf = (url, sessionId, person) => `${url}/debug#session=${sessionId}&token=${person.token}`;

export const stand = async (page, lat, lon) => {
  await page.fill('#lat', String(lat));
  await page.fill('#lon', String(lon));
  await page.click('#place');
};

export const waitForText = (page, selector, text) => page.waitForFunction(
  ([where, what]) => document.querySelector(where).textContent.includes(what), [selector, text]);

export const waitForState = (page, state) => page.waitForSelector(`#state[data-state=${state}]`);
