// Asks the browser for a passkey, and submits the form with what the passkey signed. WebAuthn's JSON has bytes in
// base64url.

const part = document.getElementById("passkey");
const button = document.getElementById("use-passkey");
const problem = document.getElementById("passkey-problem");
const field = document.getElementById("credential");
const options = JSON.parse(part.dataset.options);

function bytes(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function base64url(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const decoded = {
  ...options,
  challenge: bytes(options.challenge),
  allowCredentials: options.allowCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
};

function encoded(credential) {
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  return JSON.stringify({
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: base64url(clientDataJSON),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(signature),
      ...(userHandle && { userHandle: base64url(userHandle) }),
    },
  });
}

function show(text) {
  problem.hidden = false;
  problem.textContent = text;
  button.disabled = false;
}

async function usePasskey() {
  problem.hidden = true;
  button.disabled = true;
  try {
    field.value = encoded(await navigator.credentials.get({ publicKey: decoded }));
  } catch (error) {
    // A page on another domain can't use the relying party's passkeys.
    show(error.name === "SecurityError" ? part.dataset.elsewhere : part.dataset.cancelled);
    button.focus();
    return;
  }
  field.form.submit();
}

part.hidden = false;
if (window.PublicKeyCredential === undefined) {
  button.hidden = true;
  show(part.dataset.unsupported);
} else {
  button.addEventListener("click", usePasskey);
  button.focus();
}
