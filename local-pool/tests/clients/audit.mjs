// Checks whether everybody can use a page: axe-core must find no serious violation of its rules, on a phone and on a
// desktop, dark and light. Also takes the docs' pictures of the page, or checks that they exist.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = { phone: { width: 390, height: 780 }, desktop: { width: 800, height: 640 } };

// Whether to take the pictures again.
const RENEWS = process.env.RENEW_PICTURES === "1";

// Makes the browser load axe-core into each page of a profile. The pages' content security policy does not let the
// pages load axe-core themselves.
export function prepare(profile) {
  return profile.addInitScript(AXE);
}

// Checks the page that is shown. If the page has a name, the docs must have its pictures.
export async function audit(page, name) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["dark", "light"]) {
      await page.emulateMedia({ colorScheme });
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run();
        const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
        return grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      });
      assert.deepEqual(found, [], `${await page.title()}: ${size}, ${colorScheme}`);
    }
    if (name === undefined) continue;
    const file = `${name}-${size}.png`;
    const picture = join(process.env.PICTURES, file);
    if (RENEWS) await page.screenshot({ path: picture, caret: "hide", animations: "disabled" });
    assert.ok(existsSync(picture), `${file} is missing: run make pictures`);
    assert.ok(readFileSync(process.env.PICTURE_PAGE, "utf8").includes(`/${file})`), `no docs show ${file}`);
  }
}
