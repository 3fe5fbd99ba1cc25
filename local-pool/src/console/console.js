// The console. It requests the state of the pools, gets the response when the state changes, and shows the state.
// Everything that comes from the pools goes into the page as text, never as markup.

const RETRY_MILLISECONDS = 1000;
// Changes come in bursts. The console pauses between two requests, so that it shows a burst once.
const PAUSE_MILLISECONDS = 150;
const NEWS_MILLISECONDS = 6000;
// What the console shows if the last pool was deleted.
const NO_POOL = { messages: [], messageCount: 0, users: [], userCount: 0, activeSignIns: [], grants: [] };

const find = (id) => document.getElementById(id);
let latest; // the newest response
let receivedAt; // when that response came, by this browser's clock
let chosenPool = "local_LocalPool";
let newestMessage; // the key of the message that was announced last
let announced; // the timer that removes the newest announcement

// --- Talking to the pool ------------------------------------------------------------------------------------------

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function follow() {
  for (;;) {
    try {
      const query = latest ? `?after=${latest.revision}` : "";
      const response = await fetch(`/_pool/overview${query}`);
      if (!response.ok) throw new Error(`status ${response.status}`);
      latest = await response.json();
      receivedAt = Date.now();
      connected(true);
      show();
      await pause(PAUSE_MILLISECONDS);
    } catch {
      latest = undefined;
      connected(false);
      await pause(RETRY_MILLISECONDS);
    }
  }
}

function connected(live) {
  const text = live ? "Live" : "Not connected, trying again";
  if (find("connection").textContent !== text) find("connection").textContent = text;
  find("connection").classList.toggle("live", live);
}

async function control(path, body) {
  const response = await fetch(`/_pool/${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
}

async function administer(operation, username) {
  const response = await fetch("/", {
    method: "POST",
    headers: { "x-amz-target": `AWSCognitoIdentityProviderService.${operation}` },
    body: JSON.stringify({ UserPoolId: chosenPool, Username: username }),
  });
  if (!response.ok) throw new Error((await response.json()).message);
}

// Runs an action, and announces its result.
async function act(action, done) {
  try {
    await action();
    announce(done);
  } catch (error) {
    announce(`That did not work: ${error.message}`);
  }
}

// --- Building blocks ----------------------------------------------------------------------------------------------

function element(tag, className = "", text = "", ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(text, ...children);
  return made;
}

function button(text, label, onClick, className = "") {
  const made = element("button", className, text);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", onClick);
  return made;
}

// A time, shown as its distance from now. tick() updates it.
function moment(milliseconds) {
  const made = element("time");
  made.dateTime = new Date(milliseconds).toISOString();
  made.title = new Date(milliseconds).toLocaleString();
  made.dataset.moment = milliseconds;
  made.textContent = distance(milliseconds);
  return made;
}

function distance(milliseconds) {
  const seconds = Math.round((milliseconds - poolTime()) / 1000);
  const [count, unit] = largestUnit(Math.abs(seconds));
  if (Math.abs(seconds) < 2) return "now";
  return seconds < 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`;
}

function largestUnit(seconds) {
  const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const [size, unit] = units.find(([size]) => seconds >= size) ?? [1, "s"];
  return [Math.floor(seconds / size), unit];
}

const poolTime = () => latest.now + (Date.now() - receivedAt);

// Makes a list hold one child for each item. An item that stays keeps its child, so the focus stays where it is.
function fill(list, items, keyOf, build) {
  const keys = new Set(items.map(keyOf));
  for (const child of [...list.children]) if (!keys.has(child.dataset.key)) remove(child);
  const present = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const first = list.childElementCount === 0;
  let place = list.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let child = present.get(key);
    if (!child) {
      child = element("li", first ? "" : "new", "", ...build(item));
      child.dataset.key = key;
    }
    if (child === place) place = place.nextElementSibling;
    else list.insertBefore(child, place);
  }
}

// Removes a child. If the child has the focus, the focus moves to the section. Otherwise it would jump to the top of
// the page.
function remove(child) {
  if (child.contains(document.activeElement)) child.closest("section").focus();
  child.remove();
}

function announce(text) {
  find("news").textContent = text;
  clearTimeout(announced);
  announced = setTimeout(() => { find("news").textContent = ""; }, NEWS_MILLISECONDS);
}

// --- Lists --------------------------------------------------------------------------------------------------------

const KINDS = {
  "sign-up": "Sign-up",
  resend: "Sign-up, sent again",
  attribute: "New address",
  "forgot-password": "Password reset",
  mfa: "Second factor",
  otp: "Sign-in",
  invite: "Temporary password",
};
const STATUS = {
  CONFIRMED: ["Confirmed", "good"],
  UNCONFIRMED: ["Unconfirmed", "warn"],
  FORCE_CHANGE_PASSWORD: ["Must change password", "warn"],
  RESET_REQUIRED: ["Must reset password", "warn"],
};

function buildMessage(message) {
  const code = element("code", message.code.length > 8 ? "long" : "", message.code);
  const copy = button("Copy", "", () => copyCode(code, copy, message.username));
  nameCopy(copy, "Copy", message.username);
  const to = `${message.medium === "SMS" ? "Text message" : "E-mail"} to ${message.destination}`;
  return [
    element("p", "card-head", "", element("strong", "", message.username), element("span", "chip", KINDS[message.kind]), moment(message.sentAt)),
    element("p", "code", "", code, copy),
    element("p", "detail", to),
  ];
}

// The label that a screen reader reads begins with the text that is shown, even while that text is "Copied".
function nameCopy(copy, text, username) {
  copy.textContent = text;
  copy.setAttribute("aria-label", `${text} the code for ${username}`);
}

async function copyCode(code, copy, username) {
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    // Over http from another machine, a browser gives no access to the clipboard. It can still copy the selection.
    getSelection().selectAllChildren(code);
    if (!document.execCommand("copy")) return announce("The browser refused to copy the code");
  }
  nameCopy(copy, "Copied", username);
  announce(`The code ${code.textContent} is copied`);
  setTimeout(() => nameCopy(copy, "Copy", username), 2000);
}

function buildUser(user) {
  const [status, tone] = STATUS[user.status] ?? [user.status, ""];
  const head = element("p", "card-head", "", element("strong", "", user.username), element("span", `chip ${tone}`, status));
  if (!user.enabled) head.append(element("span", "chip bad", "Disabled"));
  head.append(moment(user.created));
  const actions = element("p", "buttons");
  if (user.status === "UNCONFIRMED") {
    actions.append(button("Confirm", `Confirm ${user.username}`, () =>
      act(() => administer("AdminConfirmSignUp", user.username), `${user.username} is confirmed`)));
  }
  actions.append(button("Delete…", `Delete ${user.username}`, () => deleteUser(user.username), "danger"));
  return [head, ...describeUser(user).map((line) => element("p", "detail", line)), actions];
}

function describeUser(user) {
  const address = (value, verified) => value && `${value} (${verified ? "verified" : "not verified"})`;
  const several = (count, thing) => count > 0 && `${count} ${thing}${count > 1 ? "s" : ""}`;
  const addresses = [address(user.email, user.emailVerified), address(user.phoneNumber, user.phoneNumberVerified)];
  const more = [
    user.secondFactors.length > 0 && `second factor ${user.secondFactors.join(", ")}`,
    several(user.passkeys, "passkey"),
    several(user.devices, "device"),
    user.groups.length > 0 && `in ${user.groups.join(", ")}`,
  ];
  return [addresses, more].map((parts) => parts.filter(Boolean).join(" · ")).filter(Boolean);
}

function deleteUser(username) {
  askToConfirm(`Delete the user ${username}?`, "Delete", () =>
    act(() => administer("AdminDeleteUser", username), `${username} is deleted`));
}

const buildSignIn = (signIn) => [
  element("strong", "", signIn.username),
  element("span", "chip", signIn.challenge),
  element("span", "quiet", signIn.clientId),
  element("span", "end quiet", "ends ", moment(signIn.expires)),
];

const buildGrant = (grant) => [
  element("strong", "", grant.username),
  element("span", "quiet", grant.clientId),
  grant.revoked ? element("span", "chip bad", "Revoked") : element("span", "chip good", "Signed in"),
  element("span", "end quiet", "", moment(grant.since)),
];

function buildRequest(request) {
  const at = element("time", "", new Date(request.at).toLocaleTimeString());
  at.dateTime = new Date(request.at).toISOString();
  const [result, tone] = request.status === null ? ["Dropped", "warn"]
    : request.errorType ? [request.errorType, "bad"] : [request.status, "good"];
  return [at, element("span", "", request.operation), element("span", `end chip ${tone}`, result)];
}

function show() {
  const pool = showPools();
  // The newest item comes first. The oldest has number 1, so an item keeps its number until the pool drops old items.
  const numbered = (items, count) => items.map((item, index) => ({ ...item, number: count - index }));
  const messages = numbered(pool.messages, pool.messageCount);
  fill(find("messages"), messages, (message) => `${message.number} ${message.sentAt}`, buildMessage);
  fill(find("user-list"), pool.users, JSON.stringify, buildUser);
  fill(find("active-sign-ins"), pool.activeSignIns, JSON.stringify, buildSignIn);
  fill(find("grants"), pool.grants, (grant) => `${grant.id} ${grant.revoked}`, buildGrant);
  const requests = numbered(latest.requests, latest.requestCount);
  fill(find("request-list"), requests, (request) => `${request.number} ${request.at}`, buildRequest);
  find("inbox-count").textContent = pool.messageCount;
  find("users-count").textContent = pool.userCount;
  find("sign-ins-count").textContent = pool.activeSignIns.length + pool.grants.length;
  find("requests-count").textContent = latest.requestCount;
  announceMessage(messages[0]);
  tick();
}

function showPools() {
  const pool = latest.pools.find(({ id }) => id === chosenPool) ?? latest.pools[0] ?? NO_POOL;
  choosePool(pool.id);
  const ids = latest.pools.map(({ id }) => id);
  const shown = Array.from(find("pool").options, ({ value }) => value);
  // A menu that the user has opened closes if its options are replaced.
  if (ids.join() !== shown.join()) find("pool").replaceChildren(...ids.map((id) => new Option(id, id)));
  find("pool").value = chosenPool;
  find("pool-choice").hidden = ids.length < 2;
  return pool;
}

function choosePool(id) {
  if (id === chosenPool) return;
  chosenPool = id;
  newestMessage = undefined;
}

function announceMessage(message) {
  const key = message && `${chosenPool} ${message.number} ${message.sentAt}`;
  if (message && newestMessage !== undefined && key !== newestMessage) {
    announce(`${KINDS[message.kind]} for ${message.username}: ${message.code}`);
  }
  newestMessage = key ?? null;
}

// Updates everything that shows a time.
function tick() {
  if (!latest) return;
  find("now").textContent = new Date(poolTime()).toLocaleString();
  find("now").dateTime = new Date(poolTime()).toISOString();
  const [count, unit] = largestUnit(Math.abs(latest.advancedSeconds));
  find("ahead").hidden = latest.advancedSeconds === 0;
  find("ahead").textContent = `${count} ${unit} ${latest.advancedSeconds < 0 ? "behind" : "ahead"}`;
  for (const time of document.querySelectorAll("time[data-moment]")) {
    time.textContent = distance(Number(time.dataset.moment));
  }
}

// --- Actions ------------------------------------------------------------------------------------------------------

function askToConfirm(text, yes, action) {
  find("confirmation-text").textContent = text;
  find("confirmation-yes").textContent = yes;
  find("confirmation-yes").onclick = () => {
    find("confirmation").close();
    action();
  };
  find("confirmation").showModal();
}

find("confirmation-no").addEventListener("click", () => find("confirmation").close());
find("reset").addEventListener("click", () =>
  askToConfirm("Start again with the default and the configured pools? All other users, messages and sign-ins are deleted.", "Reset", () =>
    act(() => control("reset", {}), "The pools are reset")));
for (const advance of document.querySelectorAll("[data-advance]")) {
  const advanceSeconds = Number(advance.dataset.advance);
  advance.addEventListener("click", () =>
    act(() => control("clock", { advanceSeconds }), `The clock is advanced by ${largestUnit(advanceSeconds).join(" ")}`));
}
find("pool").addEventListener("change", (event) => {
  choosePool(event.target.value);
  if (latest) show();
});

setInterval(tick, 1000);
follow();
