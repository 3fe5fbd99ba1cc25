// A browser without scripts: it keeps cookies, follows redirects only within the pool, and submits forms.

const ESCAPED = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };
const plain = (text) => text.replace(/&(amp|lt|gt|quot);/g, (escaped) => ESCAPED[escaped]);
const attribute = (tag, name) => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)[1]);

export class Browser {
  cookies = new Map();

  constructor(url) {
    this.url = url;
  }

  // Opens an address. Returns the page, or the target of a redirect that leads out of the pool.
  async open(address, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(address, { redirect: "manual", ...options, headers: { ...options.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (line.includes("Max-Age=0")) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) return response.text();
    const target = new URL(location, address).href;
    return target.startsWith(`${this.url}/`) ? this.open(target) : target;
  }

  async submit(page, fields) {
    const body = new URLSearchParams(fields);
    for (const [tag] of page.matchAll(/<input type="hidden"[^>]*>/g)) {
      body.set(attribute(tag, "name"), attribute(tag, "value"));
    }
    const action = attribute(/<form[^>]*>/.exec(page)[0], "action");
    return this.open(new URL(action, this.url).href, { method: "POST", body });
  }

  async signIn(address, username, password) {
    return this.submit(await this.open(address), { username, password });
  }
}
