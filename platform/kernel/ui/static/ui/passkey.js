// Runs the forms with data-passkey: makes a passkey ("create"), or proves that there is one ("get").

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// The server writes bytes as text: the challenge, the person's id, and the ids of passkeys that are there already.
function read(options) {
  const known = options.excludeCredentials?.map((one) => ({ ...one, id: bytes(one.id) }));
  const user = options.user && { ...options.user, id: bytes(options.user.id) };
  return { ...options, challenge: bytes(options.challenge), ...(user && { user }), ...(known && { excludeCredentials: known }) };
}

function write(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function options(form) {
  if (!form.dataset.options) return JSON.parse(document.getElementById("options").textContent);
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  return answer.json();
}

async function run(form) {
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  try {
    const publicKey = read((await options(form)).publicKey);
    form.elements.credential.value = write(await navigator.credentials[form.dataset.passkey]({ publicKey }));
  } catch {
    failed.hidden = false;
    return;
  }
  form.submit();
}

if (window.PublicKeyCredential) {
  for (const note of document.querySelectorAll("[data-without]")) note.hidden = true;
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form);
    });
  }
}
